import { db } from "@/db/client/client";
import { selectRecentUsage } from "@/db/queries/api-requests";
import { DAY_MS } from "@/lib/core/durations";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { RecentUsageDto, RecentUsageInput } from "./contract";

/** The usage of keys in the last 24 hours, together and by key, and which of the keys exist. Shown before deletion. */
export async function readRecentUsage(
  actor: Actor,
  { ids }: RecentUsageInput,
  now = Date.now(),
): Promise<RecentUsageDto> {
  requireAccess(actor, "api_keys", "read");
  return selectRecentUsage(db(), actor.workspaceId, ids, new Date(now - DAY_MS));
}
