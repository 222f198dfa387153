import { z } from "zod";
import { ENDPOINTS, type Endpoint, MOST_KEYS_COUNTED, type StatusClass } from "./terms";

const instant = z.iso.datetime({ offset: true });
const endpoints = Object.keys(ENDPOINTS) as [Endpoint, ...Endpoint[]];

/** The log's address: what is filtered lives in the URL. Nonsense there means no filter. */
export const listRequestsInput = z.object({
  status: z.enum(["2", "4", "5"]).nullish().catch(null).default(null),
  endpoint: z.enum(endpoints).nullish().catch(null).default(null),
  from: instant.nullish().catch(null).default(null),
  to: instant.nullish().catch(null).default(null),
  cursor: z.string().max(500).nullish().catch(null).default(null),
});
export type ListRequestsInput = z.output<typeof listRequestsInput>;

/** One request in the response log. Bodies, queries and secrets are never kept. */
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
  lastDay: RecentUseDto;
  /** From where, the latest first, at most 20. */
  addresses: { address: string; lastUsedAt: string; requests: number }[];
  /** How many there are in all. */
  addressesInAll: number;
}

/** Whom it would break to delete keys: their use in the last 24 hours, and in what the hour had before. */
export interface RecentUseDto {
  requests: number;
  /** Each counted once, however many of the keys it uses. */
  addresses: number;
}

export const recentUseInput = z.object({ ids: z.array(z.string().min(1)).min(1).max(MOST_KEYS_COUNTED) });
export type RecentUseInput = z.output<typeof recentUseInput>;
