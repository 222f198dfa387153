import type { RecentUsageDto } from "@/lib/features/usage/contract";

/** How much keys were used, as far as it is known. */
export interface UsageSummary extends RecentUsageDto {
  /** Whether there may be more addresses than counted. */
  isLowerBound: boolean;
}

/**
 * The use of many keys out of that of some at a time. Requests add up. Addresses do not: the same one may use keys of
 * several parts, so that there are at least as many as in the part that has the most.
 */
export function sumUsage(parts: RecentUsageDto[]): UsageSummary {
  return {
    requests: parts.reduce((sum, { requests }) => sum + requests, 0),
    successes: parts.reduce((sum, { successes }) => sum + successes, 0),
    keys: parts.flatMap(({ keys }) => keys),
    addresses: Math.max(0, ...parts.map(({ addresses }) => addresses)),
    isLowerBound: parts.filter(({ addresses }) => addresses > 0).length > 1,
  };
}
