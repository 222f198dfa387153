"use client";

import { useUrlState } from "../hooks/use-url-state";
import { type ListParams, parseListParams, serializeListParams } from "./list-params";

/** Search, filters and sort order of the key list, kept in the URL. */
export const useListParams = (): [ListParams, (changes: Partial<ListParams>) => void] =>
  useUrlState(parseListParams, serializeListParams, "search");
