"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import type { ApiKeyDto, ApiKeyPage } from "@/lib/features/api-keys/contract";
import { apiKeyKeys } from "./queries";

/**
 * Applies changes of keys to the query cache. A changed row shows at once; then the list is refetched, because a new name
 * may sort elsewhere.
 * @param onUpdate called with a changed key, to update copies outside of the cache
 */
export function useApiKeysCache(workspace: string, onUpdate?: (key: ApiKeyDto) => void) {
  const queryClient = useQueryClient();
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

  return {
    /** Refetches lists and details. */
    invalidate,
    /** Shows a key as it is now. */
    updateRow,
    /** Shows a key as it is now, then refetches. */
    replace,
    /** Removes rows, then refetches. */
    remove: (ids: string[]) => {
      updateLists((keys) => keys.filter(({ id }) => !ids.includes(id)));
      return invalidate();
    },
  };
}

export type ApiKeysCache = ReturnType<typeof useApiKeysCache>;
