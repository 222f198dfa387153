"use client";

import { MAX_SEARCH_LENGTH } from "@/lib/features/members/constants";
import { useUrlSearchParams } from "../hooks/use-url-search-params";

/** What members and invitations are searched by: kept in the address, so that it can be shared and Back works. */
export function useMemberSearch(): [string, (search: string) => void] {
  const [address, changeAddress] = useUrlSearchParams();
  const told = address.get("search")?.trim() ?? "";
  // As the server reads it.
  const search = told.length > MAX_SEARCH_LENGTH || /\p{Cc}/u.test(told) ? "" : told;
  const change = (next: string) => {
    // Of a search being typed only its beginning is a step of its own, so that Back leaves it.
    const typing = search !== "" && next !== "";
    changeAddress(new URLSearchParams(next ? { search: next } : {}), typing ? "replace" : "push");
  };
  return [search, change];
}
