import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { isolated } from "@/lib/core/bidi";
import type {
  ApiKeyDetailsDto,
  ApiKeyDto,
  ApiKeyPage,
  ListApiKeysInput,
} from "@/lib/features/api-keys/contract";
import { FetchError, fetchJson } from "../data/fetch-json";
import { type ListParams, serializeListParams } from "./list-params";

/** The query keys of a workspace's API keys. Lists and details have separate prefixes: their data differs. */
export const apiKeyKeys = {
  all: (workspace: string) => ["api-keys", workspace] as const,
  lists: (workspace: string) => [...apiKeyKeys.all(workspace), "list"] as const,
  list: (workspace: string, params: ListParams) => [...apiKeyKeys.lists(workspace), params] as const,
  detail: (workspace: string, keyId: string) => [...apiKeyKeys.all(workspace), "detail", keyId] as const,
};

type PageFetcher = (input: ListApiKeysInput, signal: AbortSignal) => Promise<ApiKeyPage>;

/**
 * The list of keys, page by page.
 * @param fetchPage the server passes its own verb to prefetch, so the browser does not refetch the first page
 */
export const apiKeysQueryOptions = (
  workspace: string,
  params: ListParams,
  fetchPage: PageFetcher = pageFetcher(workspace),
) =>
  infiniteQueryOptions({
    queryKey: apiKeyKeys.list(workspace, params),
    queryFn: ({ pageParam, signal }) => fetchPage({ ...params, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ApiKeyPage) => page.nextCursor,
    // The rows of the previous search stay while a new search loads.
    placeholderData: keepPreviousData,
  });

/**
 * Everything that a key's page shows.
 * @param fetchDetails the server passes its own verb to prefetch
 */
export const apiKeyQueryOptions = (
  workspace: string,
  keyId: string,
  fetchDetails: (signal: AbortSignal) => Promise<ApiKeyDetailsDto> = (signal) =>
    fetchApiKeyDetails(workspace, keyId, signal),
) =>
  queryOptions({
    queryKey: apiKeyKeys.detail(workspace, keyId),
    queryFn: ({ signal }) => fetchDetails(signal),
  });

const pageFetcher =
  (workspace: string): PageFetcher =>
  (input, signal) => {
    const query = serializeListParams(input);
    if (input.cursor) query.set("cursor", input.cursor);
    return fetchJson(`/${workspace}/data/api-keys?${query}`, signal);
  };

const fetchApiKeyDetails = (workspace: string, keyId: string, signal: AbortSignal) =>
  fetchJson<ApiKeyDetailsDto>(`/${workspace}/data/api-keys/${encodeURIComponent(keyId)}`, signal);

const FETCH_TIMEOUT_MS = 15_000;

/**
 * Fetches the current state of a key, bypassing the cache.
 * @throws FetchError, with code NOT_FOUND when the key was deleted
 */
export async function fetchApiKey(workspace: string, keyId: string): Promise<ApiKeyDto> {
  const details = await fetchApiKeyDetails(workspace, keyId, AbortSignal.timeout(FETCH_TIMEOUT_MS));
  if ("key" in details) return details.key;
  const message = isolated`${details.deleted.by} deleted this key.`;
  throw new FetchError({ code: "NOT_FOUND", message, fields: {} });
}
