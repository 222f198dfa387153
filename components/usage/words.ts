import type { UseTold } from "./add-up";

/** "1 request", "1,204 requests". */
export const requestsWord = (count: number): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? "request" : "requests"}`;

/** "14 requests in the last 24 hours, from 2 addresses." */
export function recentUseSentence({ requests, addresses, orMore }: UseTold): string {
  if (requests === 0) return "No requests in the last 24 hours.";
  const where = `${addresses.toLocaleString("en-GB")} ${addresses === 1 ? "address" : "addresses"}`;
  return `${requestsWord(requests)} in the last 24 hours, from ${orMore ? "at least " : ""}${where}.`;
}
