import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import type { RecentUsageDto, UsageCounts } from "@/lib/features/usage/contract";

/** A key with its usage in the last 24 hours. */
export interface KeyWithUsage {
  key: ApiKeyDto;
  use: UsageCounts;
}

/** Keys by their usage in the last 24 hours. */
export interface KeyUsageGroups {
  /** With successful requests, the most used first. */
  inUse: KeyWithUsage[];
  /** With requests, all of which failed. */
  onlyFailed: KeyWithUsage[];
  unused: KeyWithUsage[];
  /** Deleted since they were selected. */
  deleted: ApiKeyDto[];
}

export function groupKeysByUsage(keys: ApiKeyDto[], recent: Pick<RecentUsageDto, "keys">): KeyUsageGroups {
  const uses = new Map(recent.keys.map((use) => [use.id, use]));
  const groups: KeyUsageGroups = { inUse: [], onlyFailed: [], unused: [], deleted: [] };
  for (const key of keys) {
    const use = uses.get(key.id);
    if (!use) groups.deleted.push(key);
    else groups[use.successes > 0 ? "inUse" : use.requests > 0 ? "onlyFailed" : "unused"].push({ key, use });
  }
  groups.inUse.sort((a, b) => b.use.successes - a.use.successes);
  return groups;
}
