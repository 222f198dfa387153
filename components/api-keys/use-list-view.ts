"use client";

import { useAddress } from "../use-address";
import { type ListView, listViewQuery, readListView } from "./list-view";

/** What is searched, filtered and sorted: kept in the address, so that it can be shared and the back button works. */
export function useListView(): [ListView, (next: Partial<ListView>) => void] {
  const [address, changeAddress] = useAddress();
  const view = readListView(address);
  const change = (next: Partial<ListView>) => {
    // Every choice is a step of its own; of a search being typed only its beginning is, so that "back" leaves it.
    const typing = Object.keys(next).join() === "search" && view.search !== "" && next.search !== "";
    changeAddress(listViewQuery({ ...view, ...next }), typing ? "replace" : "push");
  };
  return [view, change];
}
