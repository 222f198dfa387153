"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { editApiKeyAction } from "@/lib/features/api-keys/actions";
import type { ApiKeyDto, ApiKeyPage } from "@/lib/features/api-keys/contract";
import { callAction } from "../feedback/call-action";
import { useUserId } from "../shell/user-id";
import { useToast } from "../ui/toast";
import { apiKeysQueryKey } from "./queries";

/**
 * What the list does when a key has changed: its row shows it at once, then the list is read again, because a new name
 * may have a new place. An edit can be undone for some seconds, through the verb that made it.
 * @param onShow shows a changed key wherever else it stands
 */
export function useApiKeysCache(workspace: string, onShow?: (key: ApiKeyDto) => void) {
  const queryClient = useQueryClient();
  const announce = useToast();
  const userId = useUserId();
  const queryKey = apiKeysQueryKey(workspace);
  const invalidate = () => queryClient.invalidateQueries({ queryKey });
  const rewrite = (rows: (keys: ApiKeyDto[]) => ApiKeyDto[]) =>
    queryClient.setQueriesData<InfiniteData<ApiKeyPage>>(
      { queryKey },
      // A key's own page keeps its story under the same beginning; it is read again.
      (data) =>
        data?.pages && { ...data, pages: data.pages.map((page) => ({ ...page, keys: rows(page.keys) })) },
    );
  const show = (key: ApiKeyDto) => {
    rewrite((keys) => keys.map((row) => (row.id === key.id ? key : row)));
    onShow?.(key);
  };
  const replace = (key: ApiKeyDto) => {
    show(key);
    void invalidate();
  };

  const onSaved = (key: ApiKeyDto, before: ApiKeyDto) => {
    replace(key);
    if (key.version === before.version) return announce("Nothing was changed.");
    const what = key.name === before.name ? `Saved ${key.name}.` : `Renamed ${before.name} to ${key.name}.`;
    announce(what, { label: "Undo", run: () => void undo(key, before) });
  };

  const undo = async (key: ApiKeyDto, before: ApiKeyDto) => {
    const { name, permissions } = before;
    // Safe to show before it is done: what is refused is taken back, and nothing else hangs on it.
    show({ ...key, name, permissions });
    const input = { id: key.id, version: key.version, name, permissions };
    const result = await callAction(() => editApiKeyAction(workspace, input, userId));
    if (result.ok) {
      replace(result.data);
      return announce(`Undone: ${name} is as it was.`);
    }
    replace(key);
    const { code, message } = result.error;
    if (code === "UNAVAILABLE") {
      const again = { label: "Try again", run: () => void undo(key, before) };
      void invalidate();
      return announce(message, again);
    }
    announce(`${key.name} was not changed back. ${message}`);
  };

  return {
    /** Reads the list again. */
    invalidate,
    replace,
    onSaved,
    /** Takes rows off the list, then reads it again. */
    remove: (ids: string[]) => {
      rewrite((keys) => keys.filter(({ id }) => !ids.includes(id)));
      return invalidate();
    },
  };
}
