import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { MINUTE_MS } from "@/lib/core/durations";
import { MAX_KEYS_COUNTED } from "@/lib/features/usage/constants";
import type {
  KeyTrafficDto,
  ListRequestsInput,
  RecentUsageDto,
  RequestPage,
} from "@/lib/features/usage/contract";
import { fetchJson } from "../data/fetch-json";
import { sumUsage, type UsageSummary } from "./sum-usage";

/** The filters of the request log, as in the URL. */
export type LogParams = Omit<ListRequestsInput, "cursor">;

/** A key and its workspace (a slug). */
export interface KeyRef {
  workspace: string;
  keyId: string;
}

/** The prefix of all queries about the usage of a key. */
export const usageQueryKey = ({ workspace, keyId }: KeyRef) => ["usage", workspace, keyId] as const;

type PageFetcher = (input: ListRequestsInput, signal: AbortSignal) => Promise<RequestPage>;

/**
 * The request log of a key, newest first. The server prefetches with the same options and passes the use case itself as
 * `fetchPage`.
 */
export const requestsQueryOptions = (
  keyRef: KeyRef,
  params: LogParams,
  fetchPage: PageFetcher = requestsFetcher(keyRef),
) =>
  infiniteQueryOptions({
    queryKey: [...usageQueryKey(keyRef), "requests", params],
    queryFn: ({ pageParam, signal }) => fetchPage({ ...params, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RequestPage) => page.nextCursor,
    // The rows of the previous filters stay until those of the new ones have loaded.
    placeholderData: keepPreviousData,
  });

/** Only the newest page, which the live tail polls. Older pages are not refetched. */
export const newestRequestsQueryOptions = (keyRef: KeyRef, params: LogParams) =>
  queryOptions({
    queryKey: [...usageQueryKey(keyRef), "newest", params],
    queryFn: ({ signal }) => requestsFetcher(keyRef)({ ...params, cursor: null }, signal),
    staleTime: 0,
    gcTime: 0,
  });

/**
 * A key's requests by hour and its IP addresses. Refetched every minute, for users who wait until a key is no longer used. The
 * server reads the time zone of the days from a cookie, which the first visit does not have yet: so the zone is in the query key.
 */
export const trafficQueryOptions = (
  keyRef: KeyRef,
  zone: string,
  fetchTraffic: (signal: AbortSignal) => Promise<KeyTrafficDto> = (signal) =>
    fetchJson(`/${keyRef.workspace}/data/api-keys/${keyRef.keyId}/traffic`, signal),
) =>
  queryOptions({
    queryKey: [...usageQueryKey(keyRef), "traffic", zone],
    queryFn: ({ signal }) => fetchTraffic(signal),
    // The counts by the days of another zone stay until those of this one have loaded.
    placeholderData: (previous, query) => (query?.queryKey[2] === keyRef.keyId ? previous : undefined),
    refetchInterval: MINUTE_MS,
  });

/**
 * The recent usage of keys that are about to be deleted, in as many requests as needed. Never cached: the user decides by
 * it.
 */
export const recentUsageQueryOptions = (workspace: string, ids: string[]) =>
  queryOptions({
    queryKey: ["usage", workspace, "recent", ids],
    queryFn: async ({ signal }): Promise<UsageSummary> => {
      const parts: RecentUsageDto[] = [];
      for (let from = 0; from < ids.length; from += MAX_KEYS_COUNTED) {
        const idList = ids.slice(from, from + MAX_KEYS_COUNTED).join(",");
        parts.push(await fetchJson(`/${workspace}/data/api-keys/recent-use?ids=${idList}`, signal));
      }
      return sumUsage(parts);
    },
    staleTime: 0,
    gcTime: 0,
  });

const requestsFetcher =
  ({ workspace, keyId }: KeyRef): PageFetcher =>
  (input, signal) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(input)) if (value) query.set(name, value);
    return fetchJson(`/${workspace}/data/api-keys/${keyId}/requests?${query}`, signal);
  };
