import { db } from "@/db/client/client";
import { selectEndpointUsage } from "@/db/queries/api-requests";
import { selectFieldChanges } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { ENDPOINTS, isEndpoint } from "@/lib/features/usage/constants";
import { knownPermissions, type Permission } from "./constants";
import type { ApiKeyDto } from "./contract";

const MONTH_MS = 30 * 86_400_000;

/**
 * Permissions that a key has had for 30 days and that no successful request needed in them, although there were some: it
 * could do without. Of a younger key, or one without a successful request, nothing can be said.
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
    // A newer version serves it, and may ask any of the permissions for it.
    if (!isEndpoint(endpoint)) return [];
    used.add(ENDPOINTS[endpoint].permission);
  }
  if (used.size === 0) return [];
  const granted = new Set(edits.flatMap(grantedBy));
  return knownPermissions(key.permissions).filter(
    (permission) => !used.has(permission) && !granted.has(permission),
  );
}

/** The permissions that an edit of a key gave it. */
function grantedBy({ old, new: now }: { old: unknown; new: unknown }): unknown[] {
  if (!Array.isArray(now)) return [];
  return now.filter((permission) => !Array.isArray(old) || !old.includes(permission));
}
