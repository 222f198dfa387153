"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { editApiKeyAction } from "@/lib/features/api-keys/actions";
import type { ApiKeyDto, ApiKeyPage } from "@/lib/features/api-keys/contract";
import { phrase } from "../data/user-text";
import { callAction } from "../feedback/call-action";
import { useUserId } from "../shell/user-id";
import { useToast } from "../ui/toast";
import { apiKeyKeys } from "./queries";

/**
 * Applies changes of keys to the query cache. A changed row shows at once; then the list is refetched, because a new name
 * may sort elsewhere. For some seconds the toast offers to undo an edit.
 * @param onUpdate called with a changed key, to update copies outside of the cache
 */
export function useApiKeysCache(workspace: string, onUpdate?: (key: ApiKeyDto) => void) {
  const queryClient = useQueryClient();
  const showToast = useToast();
  const userId = useUserId();
  const invalidate = () => queryClient.invalidateQueries({ queryKey: apiKeyKeys.all(workspace) });
  const updateLists = (update: (keys: ApiKeyDto[]) => ApiKeyDto[]) =>
    queryClient.setQueriesData<InfiniteData<ApiKeyPage>>(
      { queryKey: apiKeyKeys.lists(workspace) },
      (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, keys: update(page.keys) })) },
    );
  const updateRow = (key: ApiKeyDto) => {
    updateLists((keys) => keys.map((row) => (row.id === key.id ? key : row)));
    onUpdate?.(key);
  };
  const replace = (key: ApiKeyDto) => {
    updateRow(key);
    void invalidate();
  };

  const onSaved = (key: ApiKeyDto, before: ApiKeyDto) => {
    replace(key);
    if (key.version === before.version) return showToast("No changes to save.");
    const message =
      key.name === before.name
        ? phrase`Saved “${key.name}”.`
        : phrase`Renamed “${before.name}” to “${key.name}”.`;
    showToast(message, { label: "Undo", run: () => void undo(key, before) });
  };

  const undo = async (key: ApiKeyDto, before: ApiKeyDto) => {
    const { name, permissions } = before;
    // Optimistic: a failure restores the row, and nothing depends on it until then.
    updateRow({ ...key, name, permissions });
    const input = { id: key.id, version: key.version, name, permissions };
    const result = await callAction(() => editApiKeyAction(workspace, input, userId));
    if (result.ok) {
      replace(result.data);
      return showToast("Change undone.");
    }
    replace(key);
    const { code, message } = result.error;
    if (code === "UNAVAILABLE") {
      const retry = { label: "Try again", run: () => void undo(key, before) };
      void invalidate();
      return showToast(message, retry);
    }
    showToast(phrase`Couldn’t undo the change to “${key.name}”. ${[message]}`);
  };

  return {
    /** Refetches lists and details. */
    invalidate,
    /** Shows a key as it is now, then refetches. */
    replace,
    onSaved,
    /** Removes rows, then refetches. */
    remove: (ids: string[]) => {
      updateLists((keys) => keys.filter(({ id }) => !ids.includes(id)));
      return invalidate();
    },
  };
}
