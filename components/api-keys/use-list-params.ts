"use client";

import { useUrlSearchParams } from "../hooks/use-url-search-params";
import { type ListParams, parseListParams, serializeListParams } from "./list-params";

/** What is searched, filtered and sorted: kept in the address, so that it can be shared and the back button works. */
export function useListParams(): [ListParams, (next: Partial<ListParams>) => void] {
  const [address, changeAddress] = useUrlSearchParams();
  const view = parseListParams(address);
  const change = (next: Partial<ListParams>) => {
    // Every choice is a step of its own; of a search being typed only its beginning is, so that "back" leaves it.
    const typing = Object.keys(next).join() === "search" && view.search !== "" && next.search !== "";
    changeAddress(serializeListParams({ ...view, ...next }), typing ? "replace" : "push");
  };
  return [view, change];
}
