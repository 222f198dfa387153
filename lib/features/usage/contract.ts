import { z } from "zod";
import { cursorParameter } from "@/lib/core/cursor";
import { isInstant } from "@/lib/core/time";
import { ENDPOINTS, type Endpoint } from "@/lib/features/api-keys/constants";
import { MAX_KEYS_COUNTED, type StatusClass } from "./constants";

const instant = z
  .string()
  .refine(isInstant, "Use a time with its offset, such as 2026-11-24T10:00:00Z, in the years 1970 to 9999.")
  .nullable();
const endpoints = Object.keys(ENDPOINTS) as [Endpoint, ...Endpoint[]];

/** The filters in a page's address. What is not valid there means no filter, as the page then shows. */
export const requestFilters = z.object({
  status: z.enum(["2", "4", "5"]).nullish().catch(null).default(null),
  endpoint: z.enum(endpoints).nullish().catch(null).default(null),
  from: instant.catch(null).default(null),
  to: instant.catch(null).default(null),
});

/** A request for a page of the log. A time that is not valid is refused. */
export const listRequestsInput = requestFilters.extend({
  from: instant.default(null),
  to: instant.default(null),
  cursor: cursorParameter,
});
export type ListRequestsInput = z.output<typeof listRequestsInput>;

/** One request in the request log. Bodies, queries and secrets are never kept. */
export interface RequestDto {
  id: number;
  /** When it came: ISO 8601, UTC. */
  at: string;
  /** One of ENDPOINTS, unless another version wrote the entry. */
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

/** How a key is used. */
export interface KeyTrafficDto {
  /** Hours of the last 30 days in which there were requests, ascending, by class of status. */
  hours: { hour: string; statusClass: StatusClass; requests: number }[];
  lastDay: UsageCounts;
  /** From where, the latest first, at most 20; refused requests count. */
  addresses: { address: string; lastUsedAt: string; requests: number }[];
  /** How many there are in all. */
  totalAddresses: number;
}

/** Use in the last 24 hours, counted from the beginning of the hour in which they begin. */
export interface UsageCounts {
  requests: number;
  /** Those of `requests` that were answered below 400. A key that has any is in use. */
  successes: number;
  /** From where the requests came, refused ones included; each counted once, however many of the keys it uses. */
  addresses: number;
}

/** Whom it would break to delete keys: their use together, and of each. */
export interface RecentUsageDto extends UsageCounts {
  /** Those of the keys that exist; one that is missing here was deleted. */
  keys: (UsageCounts & { id: string })[];
}

export const recentUsageInput = z.object({ ids: z.array(z.string().min(1)).min(1).max(MAX_KEYS_COUNTED) });
export type RecentUsageInput = z.output<typeof recentUsageInput>;
