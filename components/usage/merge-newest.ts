import type { InfiniteData } from "@tanstack/react-query";
import type { RequestDto, RequestPage } from "@/lib/features/usage/contract";

const requestKey = ({ at, id }: RequestDto) => `${at} ${id}`;

/**
 * Puts the newest page of a log above the pages that are known already, each request once.
 * @returns the pages, the same object where nothing is new, and how many requests are
 */
export function mergeNewest<P>(
  known: InfiniteData<RequestPage, P>,
  newest: RequestPage,
): { pages: InfiniteData<RequestPage, P>; fresh: number } {
  const seen = new Set(known.pages.flatMap(({ requests }) => requests).map(requestKey));
  const fresh = newest.requests.filter((request) => !seen.has(requestKey(request)));
  if (fresh.length === 0) return { pages: known, fresh: 0 };
  const [first, ...older] = known.pages;
  if (!first || (fresh.length === newest.requests.length && newest.nextCursor)) {
    // More came than a page holds: between it and what is known some would be missing, so the log begins anew.
    return { pages: { pages: [newest], pageParams: known.pageParams.slice(0, 1) }, fresh: fresh.length };
  }
  // Batches of several instances arrive in any order.
  const requests = [...fresh, ...first.requests].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at) || b.id - a.id,
  );
  return { pages: { ...known, pages: [{ ...first, requests }, ...older] }, fresh: fresh.length };
}
