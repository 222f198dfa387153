import type { ListApiKeysInput } from "@/lib/api-keys/contract";
import { KEY_STATES, LONGEST_SEARCH, PERMISSIONS, SORTS, type Sort } from "@/lib/api-keys/terms";

/** What of the list stands in the address. */
export type ListView = Omit<ListApiKeysInput, "cursor">;

/** What narrows the list, beside its order. */
const FILTERS = ["search", "state", "permission", "agent"] as const;

/** The list as it stands when the address says nothing. */
export const PLAIN_VIEW: ListView = { search: "", sort: "created", state: "", permission: "", agent: "" };

/** Whether the list shows less than all the keys. */
export const isNarrowed = (view: ListView): boolean => FILTERS.some((filter) => view[filter] !== "");

/** The view that an address asks for: what `listApiKeysInput` makes of it, without the weight of its validator. */
export function readListView(address: Pick<URLSearchParams, "get">): ListView {
  const word = <T extends string>(name: string, known: readonly T[]): T | "" =>
    known.find((value) => value === address.get(name)) ?? "";
  const text = (name: string) => {
    const value = address.get(name)?.trim() ?? "";
    return value.length > LONGEST_SEARCH || /\p{Cc}/u.test(value) ? "" : value;
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
export function listViewQuery(view: ListView): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(PLAIN_VIEW) as (keyof ListView)[]) {
    if (view[name] !== PLAIN_VIEW[name]) query.set(name, view[name]);
  }
  return query;
}
