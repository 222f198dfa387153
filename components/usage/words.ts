import type { UseCounts } from "@/lib/usage/contract";

/** "1 request", "1,204 requests". */
export const requestsWord = (count: number): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? "request" : "requests"}`;

/**
 * "14 requests in the last 24 hours, 2 of them refused, from 2 addresses."
 * @param orMore whether there may be more addresses than counted
 */
export function recentUseSentence(
  { requests, successes, addresses }: UseCounts,
  { orMore = false }: { orMore?: boolean } = {},
): string {
  if (requests === 0) return "No requests in the last 24 hours.";
  const where = `${addresses.toLocaleString("en-GB")} ${addresses === 1 ? "address" : "addresses"}`;
  const from = `from ${orMore ? "at least " : ""}${where}`;
  return [`${requestsWord(requests)} in the last 24 hours`, refusedWords(requests, successes), `${from}.`]
    .filter(Boolean)
    .join(", ");
}

function refusedWords(requests: number, successes: number): string {
  const refused = requests - successes;
  if (refused === 0) return "";
  if (refused < requests) return `${refused.toLocaleString("en-GB")} of them refused`;
  return requests === 1 ? "refused" : "all refused";
}
