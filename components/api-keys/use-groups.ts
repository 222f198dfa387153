import type { ApiKeyDto } from "@/lib/api-keys/contract";
import type { RecentUseDto, UseCounts } from "@/lib/usage/contract";

/** A key with its use of the last 24 hours. */
export interface CountedKey {
  key: ApiKeyDto;
  use: UseCounts;
}

/** Keys by their use in the last 24 hours. */
export interface UseGroups {
  /** With a successful request, the most used first. */
  inUse: CountedKey[];
  /** With requests, all of them refused. */
  onlyRefused: CountedKey[];
  unused: CountedKey[];
  /** Deleted since they were selected. */
  deleted: ApiKeyDto[];
}

/** Sorts keys by how much would break without them. */
export function groupByUse(keys: ApiKeyDto[], recent: Pick<RecentUseDto, "keys">): UseGroups {
  const uses = new Map(recent.keys.map((use) => [use.id, use]));
  const groups: UseGroups = { inUse: [], onlyRefused: [], unused: [], deleted: [] };
  for (const key of keys) {
    const use = uses.get(key.id);
    if (!use) groups.deleted.push(key);
    else groups[use.successes > 0 ? "inUse" : use.requests > 0 ? "onlyRefused" : "unused"].push({ key, use });
  }
  groups.inUse.sort((a, b) => b.use.successes - a.use.successes);
  return groups;
}
