import {
  KEY_STATES,
  MAX_SEARCH_LENGTH,
  PERMISSIONS,
  SORTS,
  type Sort,
} from "@/lib/features/api-keys/constants";
import type { ListApiKeysInput } from "@/lib/features/api-keys/contract";

/** What of the list stands in the address. */
export type ListParams = Omit<ListApiKeysInput, "cursor">;

/** What narrows the list, beside its order. */
const FILTERS = ["search", "state", "permission", "agent"] as const;

/** The list as it stands when the address says nothing. */
export const DEFAULT_PARAMS: ListParams = {
  search: "",
  sort: "created",
  state: "",
  permission: "",
  agent: "",
};

/** Whether the list shows less than all the keys. */
export const hasFilters = (view: ListParams): boolean => FILTERS.some((filter) => view[filter] !== "");

/** The view that an address asks for: what `listApiKeysInput` makes of it, without the weight of its validator. */
export function parseListParams(address: Pick<URLSearchParams, "get">): ListParams {
  const word = <T extends string>(name: string, known: readonly T[]): T | "" =>
    known.find((value) => value === address.get(name)) ?? "";
  const text = (name: string) => {
    const value = address.get(name)?.trim() ?? "";
    return value.length > MAX_SEARCH_LENGTH || /\p{Cc}/u.test(value) ? "" : value;
  };
  return {
    search: text("search"),
    sort: word("sort", Object.keys(SORTS) as Sort[]) || "created",
    state: word("state", KEY_STATES),
    permission: word("permission", PERMISSIONS),
    agent: text("agent"),
  };
}

/** A view as an address tells it: only what is not as usual. */
export function serializeListParams(view: ListParams): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(DEFAULT_PARAMS) as (keyof ListParams)[]) {
    if (view[name] !== DEFAULT_PARAMS[name]) query.set(name, view[name]);
  }
  return query;
}
