"use client";

import { MAX_SEARCH_LENGTH } from "@/lib/features/members/constants";
import { useSearchParamsState } from "../hooks/use-search-params-state";

/** The search text in a URL, by the rules of the server. */
function parseSearch(params: URLSearchParams): { search: string } {
  const text = params.get("search")?.trim() ?? "";
  return { search: text.length > MAX_SEARCH_LENGTH || /\p{Cc}/u.test(text) ? "" : text };
}

const serializeSearch = ({ search }: { search: string }) => new URLSearchParams(search ? { search } : {});

/** The search text of members and invitations, kept in the URL. */
export function useMemberSearch(): [string, (search: string) => void] {
  const [{ search }, change] = useSearchParamsState(parseSearch, serializeSearch, "search");
  return [search, (next) => change({ search: next })];
}
