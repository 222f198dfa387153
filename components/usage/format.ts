import type { UsageCounts } from "@/lib/features/usage/contract";

/** "1 request", "1,204 requests". */
export const formatRequestCount = (count: number): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? "request" : "requests"}`;

/**
 * "14 requests in the last 24 hours, 2 failed, from 2 IP addresses."
 * @param isLowerBound whether there may be more addresses than counted
 */
export function formatRecentUsage(
  { requests, successes, addresses }: UsageCounts,
  { isLowerBound = false }: { isLowerBound?: boolean } = {},
): string {
  if (requests === 0) return "No requests in the last 24 hours.";
  const ipAddresses = `${addresses.toLocaleString("en-GB")} ${addresses === 1 ? "IP address" : "IP addresses"}`;
  return [
    `${formatRequestCount(requests)} in the last 24 hours`,
    formatFailedCount(requests, successes),
    `from ${isLowerBound ? "at least " : ""}${ipAddresses}.`,
  ]
    .filter(Boolean)
    .join(", ");
}

function formatFailedCount(requests: number, successes: number): string {
  const failed = requests - successes;
  if (failed === 0) return "";
  if (failed < requests) return `${failed.toLocaleString("en-GB")} failed`;
  return requests === 1 ? "failed" : "all failed";
}
