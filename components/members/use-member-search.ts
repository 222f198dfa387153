"use client";

import { normalizeSearchText } from "@/lib/core/search-text";
import { useSearchParamsState } from "../hooks/use-search-params-state";

/** The search text in a URL, by the rules of the server. */
const parseSearch = (params: URLSearchParams) => ({
  search: normalizeSearchText(params.get("search") ?? ""),
});

const serializeSearch = ({ search }: { search: string }) => new URLSearchParams(search ? { search } : {});

/** The search text of members and invitations, kept in the URL. */
export function useMemberSearch(): [string, (search: string) => void] {
  const [{ search }, change] = useSearchParamsState(parseSearch, serializeSearch, "search");
  return [search, (next) => change({ search: next })];
}
