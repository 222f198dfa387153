"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { containsSecret } from "@/lib/core/typed-secret";

const URL_CHANGED_EVENT = "studio-url-changed";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("popstate", onChange);
  window.addEventListener(URL_CHANGED_EVENT, onChange);
  return () => {
    window.removeEventListener("popstate", onChange);
    window.removeEventListener(URL_CHANGED_EVENT, onChange);
  };
}

/**
 * State in the query string of the page's URL, so that it can be shared and the Back button works. Read from the window
 * itself: after a reload, Next's router asks the server at every step back and loses a step that comes before the response.
 * @param parse and @param serialize must keep their identity between renders
 * @param typedField a text field. Only the first character typed into it is a history entry of its own, so that Back
 *   leaves the text instead of deleting it letter by letter.
 * @returns the state, and a function that changes some of its fields
 */
export function useSearchParamsState<T extends object>(
  parse: (params: URLSearchParams) => T,
  serialize: (state: T) => URLSearchParams,
  typedField?: keyof T,
): [T, (changes: Partial<T>) => void] {
  const rendered = useSearchParams().toString();
  const search = useSyncExternalStore(
    subscribe,
    () => window.location.search.slice(1),
    () => rendered,
  );
  const state = useMemo(() => parse(new URLSearchParams(search)), [parse, search]);
  useEffect(() => {
    const params = [...new URLSearchParams(search)].flat();
    // From a link or a bookmark. The history keeps the URL.
    if (params.some(containsSecret)) updateUrl(serialize(state), "replace");
  }, [search, state, serialize]);
  const change = (changes: Partial<T>) => {
    // From the current URL, not from the last render: of two quick changes, neither reverts the other.
    const current = parse(new URLSearchParams(window.location.search));
    const typing =
      typedField !== undefined &&
      Object.keys(changes).join() === typedField &&
      Boolean(current[typedField] && changes[typedField]);
    updateUrl(serialize({ ...current, ...changes }), typing ? "replace" : "push");
  };
  return [state, change];
}

function updateUrl(params: URLSearchParams, mode: "push" | "replace"): void {
  window.history[`${mode}State`](null, "", params.size > 0 ? `?${params}` : window.location.pathname);
  window.dispatchEvent(new Event(URL_CHANGED_EVENT));
}
