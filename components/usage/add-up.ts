import type { RecentUseDto } from "@/lib/usage/contract";

/** How much keys were used, as far as it is known. */
export interface UseTold extends RecentUseDto {
  /** Whether there may be more addresses than counted. */
  orMore: boolean;
}

/**
 * The use of many keys out of that of some at a time. Requests add up. Addresses do not: the same one may use keys of
 * several parts, so that there are at least as many as in the part that has the most.
 */
export function addUp(parts: RecentUseDto[]): UseTold {
  return {
    requests: parts.reduce((sum, { requests }) => sum + requests, 0),
    successes: parts.reduce((sum, { successes }) => sum + successes, 0),
    keys: parts.flatMap(({ keys }) => keys),
    addresses: Math.max(0, ...parts.map(({ addresses }) => addresses)),
    orMore: parts.filter(({ addresses }) => addresses > 0).length > 1,
  };
}
