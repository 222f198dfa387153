import type { InfiniteData } from "@tanstack/react-query";
import type { RequestDto, RequestPage } from "@/lib/features/usage/contract";

const requestKey = ({ at, id }: RequestDto) => `${at} ${id}`;

/**
 * Adds the newest page of a log above the loaded pages, without duplicates.
 * @returns the pages (the same object if nothing is new) and the number of new requests
 */
export function mergeNewest<P>(
  loaded: InfiniteData<RequestPage, P>,
  newest: RequestPage,
): { pages: InfiniteData<RequestPage, P>; newCount: number } {
  const seen = new Set(loaded.pages.flatMap(({ requests }) => requests).map(requestKey));
  const added = newest.requests.filter((request) => !seen.has(requestKey(request)));
  if (added.length === 0) return { pages: loaded, newCount: 0 };
  const [first, ...older] = loaded.pages;
  if (!first || (added.length === newest.requests.length && newest.nextCursor)) {
    // More requests came than fit on a page. There may be a gap below it, so the log starts again with this page.
    return { pages: { pages: [newest], pageParams: loaded.pageParams.slice(0, 1) }, newCount: added.length };
  }
  // Instances write their batches in any order.
  const requests = [...added, ...first.requests].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at) || b.id - a.id,
  );
  return { pages: { ...loaded, pages: [{ ...first, requests }, ...older] }, newCount: added.length };
}
