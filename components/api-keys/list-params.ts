import { normalizeSearchText } from "@/lib/core/search-text";
import { KEY_STATES, PERMISSIONS, SORTS, type Sort } from "@/lib/features/api-keys/constants";
import type { ListApiKeysInput } from "@/lib/features/api-keys/contract";

/** Search, filters and sort order of the list, as kept in the URL. */
export type ListParams = Omit<ListApiKeysInput, "cursor">;

const FILTERS = ["search", "state", "permission", "agent"] as const;

export const DEFAULT_PARAMS: ListParams = {
  search: "",
  sort: "created",
  state: "",
  permission: "",
  agent: "",
};

export const hasFilters = (params: ListParams): boolean => FILTERS.some((filter) => params[filter] !== "");

/** Parses the URL as `listApiKeysInput` does, without loading its validator. */
export function parseListParams(url: Pick<URLSearchParams, "get">): ListParams {
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | "" =>
    known.find((value) => value === url.get(name)) ?? "";
  const text = (name: string) => normalizeSearchText(url.get(name) ?? "");
  return {
    search: text("search"),
    sort: oneOf("sort", Object.keys(SORTS) as Sort[]) || "created",
    state: oneOf("state", KEY_STATES),
    permission: oneOf("permission", PERMISSIONS),
    agent: text("agent"),
  };
}

/** Leaves out defaults. */
export function serializeListParams(params: ListParams): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(DEFAULT_PARAMS) as (keyof ListParams)[]) {
    if (params[name] !== DEFAULT_PARAMS[name]) query.set(name, params[name]);
  }
  return query;
}
