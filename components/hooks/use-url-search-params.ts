"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";

const URL_CHANGED_EVENT = "studio-address";

function subscribe(changed: () => void): () => void {
  window.addEventListener("popstate", changed);
  window.addEventListener(URL_CHANGED_EVENT, changed);
  return () => {
    window.removeEventListener("popstate", changed);
    window.removeEventListener(URL_CHANGED_EVENT, changed);
  };
}

/**
 * The address's query, and a way to change it that the back button takes back. Read from the window itself: after a
 * reload Next asks the server at every step back and loses a step that comes before the answer.
 */
export function useUrlSearchParams(): [
  URLSearchParams,
  (query: URLSearchParams, how?: "push" | "replace") => void,
] {
  const rendered = useSearchParams().toString();
  const search = useSyncExternalStore(
    subscribe,
    () => window.location.search.slice(1),
    () => rendered,
  );
  const parameters = useMemo(() => new URLSearchParams(search), [search]);
  return [parameters, updateUrl];
}

function updateUrl(query: URLSearchParams, how: "push" | "replace" = "push"): void {
  window.history[`${how}State`](null, "", query.size > 0 ? `?${query}` : window.location.pathname);
  window.dispatchEvent(new Event(URL_CHANGED_EVENT));
}
