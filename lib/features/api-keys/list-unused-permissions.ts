import { db } from "@/db/client/client";
import { selectEndpointUsage } from "@/db/queries/api-requests";
import { selectFieldChanges } from "@/db/queries/audit-entries";
import { DAY_MS } from "@/lib/core/durations";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { knownPermissions, type Permission } from "./constants";
import type { ApiKeyDto } from "./contract";
import { permissionOf } from "./endpoint-permissions";

const MONTH_MS = 30 * DAY_MS;

/**
 * Returns the permissions that a key has had for 30 days and that none of its successful requests required in that time.
 * Returns none for a younger key or a key without successful requests: their usage proves nothing.
 * @param now milliseconds since 1970
 */
export async function listUnusedPermissions(
  actor: Actor,
  key: Pick<ApiKeyDto, "id" | "createdAt" | "permissions">,
  now = Date.now(),
): Promise<Permission[]> {
  requireAccess(actor, "api_keys", "read");
  if (now - Date.parse(key.createdAt) < MONTH_MS || key.permissions.length === 1) return [];
  const since = new Date(now - MONTH_MS);
  const [uses, edits] = await Promise.all([
    selectEndpointUsage(db(), actor.workspaceId, key.id),
    selectFieldChanges(db(), actor.workspaceId, {
      action: "api_key.edited",
      targetId: key.id,
      field: "permissions",
      since,
    }),
  ]);
  const used = new Set<Permission>();
  for (const { endpoint, lastHour } of uses) {
    if (now - Date.parse(lastHour) > MONTH_MS) continue;
    // An endpoint of a newer version may require any permission.
    const permission = permissionOf(endpoint);
    if (!permission) return [];
    used.add(permission);
  }
  if (used.size === 0) return [];
  const granted = new Set(edits.flatMap(grantedBy));
  return knownPermissions(key.permissions).filter(
    (permission) => !used.has(permission) && !granted.has(permission),
  );
}

/** The permissions that an edit added to a key. */
function grantedBy({ old, new: now }: { old: unknown; new: unknown }): unknown[] {
  if (!Array.isArray(now)) return [];
  return now.filter((permission) => !Array.isArray(old) || !old.includes(permission));
}
