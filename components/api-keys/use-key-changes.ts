"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { editApiKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto, ApiKeyPage } from "@/lib/api-keys/contract";
import { NO_ANSWER } from "../no-answer";
import { useUserId } from "../shell/user-id";
import { useAnnounce } from "../ui/announcer";
import { apiKeysOf } from "./queries";

/**
 * What the list does when a key has changed: its row shows it at once, then the list is read again, because a new name
 * may have a new place. An edit can be undone for some seconds, through the verb that made it.
 * @param onShow shows a changed key wherever else it stands
 */
export function useKeyChanges(workspace: string, onShow?: (key: ApiKeyDto) => void) {
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  const userId = useUserId();
  const queryKey = apiKeysOf(workspace);
  const changed = () => queryClient.invalidateQueries({ queryKey });
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
  const replaced = (key: ApiKeyDto) => {
    show(key);
    void changed();
  };

  const saved = (key: ApiKeyDto, before: ApiKeyDto) => {
    replaced(key);
    if (key.version === before.version) return announce("Nothing was changed.");
    const what = key.name === before.name ? `Saved ${key.name}.` : `Renamed ${before.name} to ${key.name}.`;
    announce(what, { label: "Undo", run: () => void undo(key, before) });
  };

  const undo = async (key: ApiKeyDto, before: ApiKeyDto) => {
    const { name, permissions } = before;
    // Safe to show before it is done: what is refused is taken back, and nothing else hangs on it.
    show({ ...key, name, permissions });
    const input = { id: key.id, version: key.version, name, permissions };
    const result = await editApiKeyAction(workspace, input, userId).catch(() => null);
    if (result?.ok) {
      replaced(result.data);
      return announce(`Undone: ${name} is as it was.`);
    }
    replaced(key);
    if (!result) {
      const again = { label: "Try again", run: () => void undo(key, before) };
      void changed();
      return announce(NO_ANSWER, again);
    }
    announce(`${key.name} was not changed back. ${result.error.message}`);
  };

  return {
    /** Reads the list again. */
    changed,
    replaced,
    saved,
    /** Takes rows off the list, then reads it again. */
    removed: (ids: string[]) => {
      rewrite((keys) => keys.filter(({ id }) => !ids.includes(id)));
      return changed();
    },
  };
}
