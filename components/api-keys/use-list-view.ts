"use client";

import { useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";
import { type ListView, listViewQuery, readListView } from "./list-view";

/** Tells that we changed the address ourselves; of its own steps back and forth the browser tells. */
const ours = new EventTarget();

function subscribe(onChange: () => void): () => void {
  ours.addEventListener("change", onChange);
  window.addEventListener("popstate", onChange);
  return () => {
    ours.removeEventListener("change", onChange);
    window.removeEventListener("popstate", onChange);
  };
}

/** What is searched, filtered and sorted: kept in the address, so that it can be shared and the back button works. */
export function useListView(): [ListView, (next: Partial<ListView>) => void] {
  // Next's own reading stands on the server and tells of its links. In the browser the address itself is asked: after a
  // reload, Next's reading stays behind it for good when "back" is pressed twice in quick succession.
  const told = useSearchParams().toString();
  const address = useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => told,
  );
  const view = readListView(new URLSearchParams(address));
  const change = (next: Partial<ListView>) => {
    const query = listViewQuery({ ...view, ...next });
    const url = query.size > 0 ? `?${query}` : window.location.pathname;
    // Every choice is a step of its own; of a search being typed only its beginning is, so that "back" leaves it.
    const typing = Object.keys(next).join() === "search" && view.search !== "" && next.search !== "";
    if (typing) window.history.replaceState(null, "", url);
    else window.history.pushState(null, "", url);
    ours.dispatchEvent(new Event("change"));
  };
  return [view, change];
}
