"use client";

import { useSearchParams } from "next/navigation";
import { SORTS, type Sort } from "@/lib/api-keys/terms";
import type { ListView } from "./queries";

const isSort = (value: string | null): value is Sort => value !== null && value in SORTS;

/** What is searched and how it is sorted: kept in the address, so that it can be shared and the back button works. */
export function useListView(): [ListView, (next: Partial<ListView>) => void] {
  const parameters = useSearchParams();
  const sort = parameters.get("sort");
  const view: ListView = {
    search: (parameters.get("search") ?? "").trim().slice(0, 100),
    sort: isSort(sort) ? sort : "created",
  };
  const change = (next: Partial<ListView>) => {
    const merged = { ...view, ...next };
    const query = new URLSearchParams();
    if (merged.search) query.set("search", merged.search);
    if (merged.sort !== "created") query.set("sort", merged.sort);
    const url = query.size > 0 ? `?${query}` : window.location.pathname;
    // Typing replaces, so that one press of "back" leaves the search; choosing an order is a step of its own.
    if (next.sort) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  };
  return [view, change];
}
