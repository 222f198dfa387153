import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { MAX_KEYS_COUNTED } from "@/lib/features/usage/constants";
import type {
  KeyTrafficDto,
  ListRequestsInput,
  RecentUsageDto,
  RequestPage,
} from "@/lib/features/usage/contract";
import { fetchJson } from "../data/fetch-json";
import { sumUsage, type UsageSummary } from "./sum-usage";

/** What of the request log stands in the address. */
export type LogParams = Omit<ListRequestsInput, "cursor">;

/** A key, and where it is. */
export interface KeyRef {
  workspace: string;
  keyId: string;
}

/** Everything about how a key is used, for reading again. */
export const usageQueryKey = ({ workspace, keyId }: KeyRef) => ["usage", workspace, keyId] as const;

type PageFetcher = (input: ListRequestsInput, signal: AbortSignal) => Promise<RequestPage>;

/**
 * The request log of a key, page by page, newest first. The server prefetches by the same options, with the verb itself
 * in the place of the request.
 */
export const requestsQueryOptions = (
  place: KeyRef,
  view: LogParams,
  fetchPage: PageFetcher = requestsFetcher(place),
) =>
  infiniteQueryOptions({
    queryKey: [...usageQueryKey(place), "requests", view],
    queryFn: ({ pageParam, signal }) => fetchPage({ ...view, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RequestPage) => page.nextCursor,
    // While another filter's rows are on their way, those of the last one stay.
    placeholderData: keepPreviousData,
  });

/** The newest page alone: what the live tail asks for, however many older pages are on the screen. */
export const newestRequestsQueryOptions = (place: KeyRef, view: LogParams) =>
  queryOptions({
    queryKey: [...usageQueryKey(place), "newest", view],
    queryFn: ({ signal }) => requestsFetcher(place)({ ...view, cursor: null }, signal),
    staleTime: 0,
    gcTime: 0,
  });

const MINUTE_MS = 60_000;

/** A key's requests by hour, and from where they come: asked for again every minute, for whoever waits for a key to be quiet. */
export const trafficQueryOptions = (
  place: KeyRef,
  fetchTraffic: (signal: AbortSignal) => Promise<KeyTrafficDto> = (signal) =>
    fetchJson(`/${place.workspace}/data/api-keys/${place.keyId}/traffic`, signal),
) =>
  queryOptions({
    queryKey: [...usageQueryKey(place), "traffic"],
    queryFn: ({ signal }) => fetchTraffic(signal),
    refetchInterval: MINUTE_MS,
  });

/**
 * Whom it would break to delete these keys, asked for in as many requests as it takes. Never from memory: one is about
 * to decide by it.
 */
export const recentUsageQueryOptions = (workspace: string, ids: string[]) =>
  queryOptions({
    queryKey: ["usage", workspace, "recent", ids],
    queryFn: async ({ signal }): Promise<UsageSummary> => {
      const parts: RecentUsageDto[] = [];
      for (let from = 0; from < ids.length; from += MAX_KEYS_COUNTED) {
        const some = ids.slice(from, from + MAX_KEYS_COUNTED).join(",");
        parts.push(await fetchJson(`/${workspace}/data/api-keys/recent-use?ids=${some}`, signal));
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
