import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { KeyTrafficDto, ListRequestsInput, RecentUseDto, RequestPage } from "@/lib/usage/contract";
import { MOST_KEYS_COUNTED } from "@/lib/usage/terms";
import { getJson } from "../get-json";
import { addUp, type UseTold } from "./add-up";

/** What of the response log stands in the address. */
export type LogView = Omit<ListRequestsInput, "cursor">;

/** A key, and where it is. */
export interface KeyPlace {
  workspace: string;
  keyId: string;
}

/** Everything about how a key is used, for reading again. */
export const usageOf = ({ workspace, keyId }: KeyPlace) => ["usage", workspace, keyId] as const;

type PageFetcher = (input: ListRequestsInput, signal: AbortSignal) => Promise<RequestPage>;

/**
 * The response log of a key, page by page, newest first. The server prefetches by the same options, with the verb itself
 * in the place of the request.
 */
export const requestsQuery = (place: KeyPlace, view: LogView, fetchPage: PageFetcher = requestsFrom(place)) =>
  infiniteQueryOptions({
    queryKey: [...usageOf(place), "requests", view],
    queryFn: ({ pageParam, signal }) => fetchPage({ ...view, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RequestPage) => page.nextCursor,
    // While another filter's rows are on their way, those of the last one stay.
    placeholderData: keepPreviousData,
  });

/** The newest page alone: what the live tail asks for, however many older pages are on the screen. */
export const newestRequestsQuery = (place: KeyPlace, view: LogView) =>
  queryOptions({
    queryKey: [...usageOf(place), "newest", view],
    queryFn: ({ signal }) => requestsFrom(place)({ ...view, cursor: null }, signal),
    staleTime: 0,
    gcTime: 0,
  });

const MINUTE_MS = 60_000;

/** A key's requests by hour, and from where they come: asked for again every minute, for whoever waits for a key to be quiet. */
export const trafficQuery = (
  place: KeyPlace,
  fetchTraffic: (signal: AbortSignal) => Promise<KeyTrafficDto> = (signal) =>
    getJson(`/${place.workspace}/data/api-keys/${place.keyId}/traffic`, signal),
) =>
  queryOptions({
    queryKey: [...usageOf(place), "traffic"],
    queryFn: ({ signal }) => fetchTraffic(signal),
    refetchInterval: MINUTE_MS,
  });

/**
 * Whom it would break to delete these keys, asked for in as many requests as it takes. Never from memory: one is about
 * to decide by it.
 */
export const recentUseQuery = (workspace: string, ids: string[]) =>
  queryOptions({
    queryKey: ["usage", workspace, "recent", ids],
    queryFn: async ({ signal }): Promise<UseTold> => {
      const parts: RecentUseDto[] = [];
      for (let from = 0; from < ids.length; from += MOST_KEYS_COUNTED) {
        const some = ids.slice(from, from + MOST_KEYS_COUNTED).join(",");
        parts.push(await getJson(`/${workspace}/data/api-keys/recent-use?ids=${some}`, signal));
      }
      return addUp(parts);
    },
    staleTime: 0,
    gcTime: 0,
  });

const requestsFrom =
  ({ workspace, keyId }: KeyPlace): PageFetcher =>
  (input, signal) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(input)) if (value) query.set(name, value);
    return getJson(`/${workspace}/data/api-keys/${keyId}/requests?${query}`, signal);
  };
