import { z } from "zod";
import { cursorParameter } from "@/lib/core/cursor";
import { instantSchema } from "@/lib/core/instant-schema";
import type { Endpoint } from "@/lib/features/api-keys/endpoint-permissions";
import { ENDPOINT_LABELS, MAX_KEYS_COUNTED, type StatusClass } from "./constants";

const instant = instantSchema({
  firstYear: 1970,
  error: "Use a time with its offset, such as 2026-11-24T10:00:00Z, in the years 1970 to 9999.",
}).nullable();
const status = z.enum(["2", "4", "5"]).nullish();
const endpoint = z.enum(Object.keys(ENDPOINT_LABELS) as [Endpoint, ...Endpoint[]]).nullish();

/** The filters in a page's URL. An invalid value means no filter, and the page shows that. */
export const requestFilters = z.object({
  status: status.catch(null).default(null),
  endpoint: endpoint.catch(null).default(null),
  from: instant.catch(null).default(null),
  to: instant.catch(null).default(null),
});

/** A request for a page of the log. Unlike in a page's URL, an invalid value is an error. */
export const listRequestsInput = requestFilters.extend({
  status: status.default(null),
  endpoint: endpoint.default(null),
  from: instant.default(null),
  to: instant.default(null),
  cursor: cursorParameter,
});
export type ListRequestsInput = z.output<typeof listRequestsInput>;

/** One request in the request log. Bodies, query strings and keys are never stored. */
export interface RequestDto {
  id: number;
  /** When it was received: ISO 8601, UTC. */
  at: string;
  /** An `Endpoint`, unless another version wrote the entry. */
  endpoint: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  correlationId: string;
  address: string;
}

export interface RequestPage {
  requests: RequestDto[];
  nextCursor: string | null;
}

/** The usage of a key. */
export interface KeyTrafficDto {
  /** Hours of the last 30 days with requests, ascending, by status class. They are counted from the start of each day. */
  hours: { hour: string; statusClass: StatusClass; requests: number }[];
  lastDay: UsageCounts;
  /** The 20 IP addresses used last, latest first; failed requests count. */
  addresses: { address: string; lastUsedAt: string; requests: number }[];
  /** The number of all IP addresses. */
  totalAddresses: number;
}

/** Usage in the last 24 hours, from the start of the hour in which they start. */
export interface UsageCounts {
  requests: number;
  /** Requests with a status below 400. A key that has any is in use. */
  successes: number;
  /** Distinct IP addresses of all requests, failed ones included, over all the keys. */
  addresses: number;
}

/** The recent usage of keys, together and by key: what deleting them would break. */
export interface RecentUsageDto extends UsageCounts {
  /** The keys that exist. A missing one was deleted. */
  keys: (UsageCounts & { id: string })[];
}

export const recentUsageInput = z.object({ ids: z.array(z.string().min(1)).min(1).max(MAX_KEYS_COUNTED) });
export type RecentUsageInput = z.output<typeof recentUsageInput>;
