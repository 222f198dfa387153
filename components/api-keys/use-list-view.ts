"use client";

import { useSearchParams } from "next/navigation";
import { type ListView, listViewQuery, readListView } from "./list-view";

/** What is searched, filtered and sorted: kept in the address, so that it can be shared and the back button works. */
export function useListView(): [ListView, (next: Partial<ListView>) => void] {
  const view = readListView(useSearchParams());
  const change = (next: Partial<ListView>) => {
    const query = listViewQuery({ ...view, ...next });
    const url = query.size > 0 ? `?${query}` : window.location.pathname;
    // Every choice is a step of its own; of a search being typed only its beginning is, so that "back" leaves it.
    const typing = Object.keys(next).join() === "search" && view.search !== "" && next.search !== "";
    if (typing) window.history.replaceState(null, "", url);
    else window.history.pushState(null, "", url);
  };
  return [view, change];
}
