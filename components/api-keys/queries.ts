import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  ApiKeyDetailsDto,
  ApiKeyDto,
  ApiKeyPage,
  ListApiKeysInput,
} from "@/lib/features/api-keys/contract";
import { FetchError, fetchJson } from "../data/fetch-json";
import { type ListParams, serializeListParams } from "./list-params";

type Fetcher = (input: ListApiKeysInput, signal: AbortSignal) => Promise<ApiKeyPage>;

/** Everything about a workspace's keys, for invalidation after a change. */
export const apiKeysQueryKey = (workspace: string) => ["api-keys", workspace] as const;

/**
 * The list of keys, page by page. The server prefetches by the same options, with the verb itself in the place of the
 * request; so the first paint has rows and the browser does not ask again.
 */
export const apiKeysQueryOptions = (
  workspace: string,
  view: ListParams,
  fetchPage: Fetcher = apiKeysFetcher(workspace),
) =>
  infiniteQueryOptions({
    queryKey: [...apiKeysQueryKey(workspace), view],
    queryFn: ({ pageParam, signal }) => fetchPage({ ...view, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ApiKeyPage) => page.nextCursor,
    // While a search is under way the rows of the last one stay.
    placeholderData: keepPreviousData,
  });

/** All that a key's own page tells. The server prefetches by the same options. */
export const apiKeyQueryOptions = (
  workspace: string,
  keyId: string,
  fetchStory: (signal: AbortSignal) => Promise<ApiKeyDetailsDto> = (signal) =>
    fetchJson(`/${workspace}/data/api-keys/${keyId}`, signal),
) =>
  queryOptions({
    queryKey: [...apiKeysQueryKey(workspace), "key", keyId],
    queryFn: ({ signal }) => fetchStory(signal),
  });

const apiKeysFetcher =
  (workspace: string): Fetcher =>
  (input, signal) => {
    const query = serializeListParams(input);
    if (input.cursor) query.set("cursor", input.cursor);
    return fetchJson(`/${workspace}/data/api-keys?${query}`, signal);
  };

const FETCH_TIMEOUT_MS = 15_000;

/**
 * One key as it is now.
 * @throws ReadError, also when it was deleted meanwhile
 */
export async function fetchApiKey(workspace: string, id: string): Promise<ApiKeyDto> {
  const url = `/${workspace}/data/api-keys/${encodeURIComponent(id)}`;
  const story = await fetchJson<ApiKeyDetailsDto>(url, AbortSignal.timeout(FETCH_TIMEOUT_MS));
  if ("key" in story) return story.key;
  const message = `${story.deleted.by} deleted this key meanwhile.`;
  throw new FetchError({ code: "NOT_FOUND", message, fields: {} });
}
