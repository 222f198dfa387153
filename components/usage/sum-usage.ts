import type { RecentUsageDto } from "@/lib/features/usage/contract";

/** The recent usage of several keys together. */
export interface UsageSummary extends RecentUsageDto {
  /** Whether there may be more addresses than counted. */
  isLowerBound: boolean;
}

/**
 * Adds up the usage of many keys, queried in parts. Requests add up. IP addresses do not, because one address may use keys
 * of several parts: the largest count of a part is a lower bound.
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
