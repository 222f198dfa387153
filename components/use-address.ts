"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";

const CHANGED = "studio-address";

function subscribe(changed: () => void): () => void {
  window.addEventListener("popstate", changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    window.removeEventListener("popstate", changed);
    window.removeEventListener(CHANGED, changed);
  };
}

/**
 * The address's query, and a way to change it that the back button takes back. Read from the window itself: after a
 * reload Next asks the server at every step back and loses a step that comes before the answer.
 */
export function useAddress(): [URLSearchParams, (query: URLSearchParams, how?: "push" | "replace") => void] {
  const rendered = useSearchParams().toString();
  const search = useSyncExternalStore(
    subscribe,
    () => window.location.search.slice(1),
    () => rendered,
  );
  const parameters = useMemo(() => new URLSearchParams(search), [search]);
  return [parameters, change];
}

function change(query: URLSearchParams, how: "push" | "replace" = "push"): void {
  window.history[`${how}State`](null, "", query.size > 0 ? `?${query}` : window.location.pathname);
  window.dispatchEvent(new Event(CHANGED));
}
