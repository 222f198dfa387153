import type { UsageCounts } from "@/lib/features/usage/contract";

/** "1 request", "1,204 requests". */
export const formatRequestCount = (count: number): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? "request" : "requests"}`;

/**
 * "14 requests in the last 24 hours, 2 of them refused, from 2 addresses."
 * @param orMore whether there may be more addresses than counted
 */
export function formatRecentUsage(
  { requests, successes, addresses }: UsageCounts,
  { isLowerBound = false }: { isLowerBound?: boolean } = {},
): string {
  if (requests === 0) return "No requests in the last 24 hours.";
  const where = `${addresses.toLocaleString("en-GB")} ${addresses === 1 ? "address" : "addresses"}`;
  const from = `from ${isLowerBound ? "at least " : ""}${where}`;
  return [
    `${formatRequestCount(requests)} in the last 24 hours`,
    formatRejectedCount(requests, successes),
    `${from}.`,
  ]
    .filter(Boolean)
    .join(", ");
}

function formatRejectedCount(requests: number, successes: number): string {
  const refused = requests - successes;
  if (refused === 0) return "";
  if (refused < requests) return `${refused.toLocaleString("en-GB")} of them refused`;
  return requests === 1 ? "refused" : "all refused";
}
