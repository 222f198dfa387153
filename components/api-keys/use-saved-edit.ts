"use client";

import { editApiKeyAction } from "@/lib/features/api-keys/actions";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { phrase } from "../data/user-text";
import { callAction } from "../feedback/call-action";
import { useUserId } from "../shell/user-id";
import { useToast } from "../ui/toast";
import type { ApiKeysCache } from "./use-api-keys-cache";

/**
 * Shows a saved edit in the lists, and a toast that offers to undo it for some seconds.
 * @returns a function that takes the key as saved and as it was before
 */
export function useSavedEdit(workspace: string, { updateRow, replace, invalidate }: ApiKeysCache) {
  const showToast = useToast();
  const userId = useUserId();

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

  return (key: ApiKeyDto, before: ApiKeyDto) => {
    replace(key);
    if (key.version === before.version) return showToast("No changes to save.");
    const message =
      key.name === before.name
        ? phrase`Saved “${key.name}”.`
        : phrase`Renamed “${before.name}” to “${key.name}”.`;
    showToast(message, { label: "Undo", run: () => void undo(key, before) });
  };
}
