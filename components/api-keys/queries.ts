import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ApiKeyDto, ApiKeyPage, ApiKeyStoryDto, ListApiKeysInput } from "@/lib/api-keys/contract";
import { getJson, ReadError } from "../get-json";
import { type ListView, listViewQuery } from "./list-view";

type Fetcher = (input: ListApiKeysInput, signal: AbortSignal) => Promise<ApiKeyPage>;

/** Everything about a workspace's keys, for invalidation after a change. */
export const apiKeysOf = (workspace: string) => ["api-keys", workspace] as const;

/**
 * The list of keys, page by page. The server prefetches by the same options, with the verb itself in the place of the
 * request; so the first paint has rows and the browser does not ask again.
 */
export const apiKeysQuery = (workspace: string, view: ListView, fetchPage: Fetcher = fetchFrom(workspace)) =>
  infiniteQueryOptions({
    queryKey: [...apiKeysOf(workspace), view],
    queryFn: ({ pageParam, signal }) => fetchPage({ ...view, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ApiKeyPage) => page.nextCursor,
    // While a search is under way the rows of the last one stay.
    placeholderData: keepPreviousData,
  });

/** All that a key's own page tells. The server prefetches by the same options. */
export const apiKeyQuery = (
  workspace: string,
  keyId: string,
  fetchStory: (signal: AbortSignal) => Promise<ApiKeyStoryDto> = (signal) =>
    getJson(`/${workspace}/data/api-keys/${keyId}`, signal),
) =>
  queryOptions({
    queryKey: [...apiKeysOf(workspace), "key", keyId],
    queryFn: ({ signal }) => fetchStory(signal),
  });

const fetchFrom =
  (workspace: string): Fetcher =>
  (input, signal) => {
    const query = listViewQuery(input);
    if (input.cursor) query.set("cursor", input.cursor);
    return getJson(`/${workspace}/data/api-keys?${query}`, signal);
  };

const PATIENCE_MS = 15_000;

/**
 * One key as it is now.
 * @throws ReadError, also when it was deleted meanwhile
 */
export async function readApiKey(workspace: string, id: string): Promise<ApiKeyDto> {
  const url = `/${workspace}/data/api-keys/${encodeURIComponent(id)}`;
  const story = await getJson<ApiKeyStoryDto>(url, AbortSignal.timeout(PATIENCE_MS));
  if ("key" in story) return story.key;
  const message = `${story.deleted.by} deleted this key meanwhile.`;
  throw new ReadError({ code: "NOT_FOUND", message, fields: {} });
}
