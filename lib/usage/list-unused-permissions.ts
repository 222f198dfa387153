import { reader } from "@/db/client";
import { selectEndpointUses } from "@/db/queries/api-requests";
import { selectChangesSince } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "../actor";
import type { ApiKeyDto } from "../api-keys/contract";
import type { Permission } from "../api-keys/terms";
import type { AuditChanges } from "../audit/terms";
import { ENDPOINTS, isEndpoint } from "./terms";

const MONTH_MS = 30 * 86_400_000;

/**
 * Permissions that a key has had for 30 days and did not use in them, although it was used: it could do without. Of a
 * younger key, or one that nobody uses, nothing can be said.
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
    selectEndpointUses(reader(), actor.workspaceId, key.id),
    selectChangesSince(reader(), actor.workspaceId, { action: "api_key.edited", targetId: key.id, since }),
  ]);
  const used = new Set<Permission>();
  for (const { endpoint, lastHour } of uses) {
    if (!isEndpoint(endpoint) || now - Date.parse(lastHour) > MONTH_MS) continue;
    used.add(ENDPOINTS[endpoint].permission);
  }
  if (used.size === 0) return [];
  const granted = new Set(edits.flatMap(grantedBy));
  return key.permissions.filter((permission) => !used.has(permission) && !granted.has(permission));
}

/** The permissions that an edit of a key gave it. */
function grantedBy({ permissions }: AuditChanges): unknown[] {
  if (!Array.isArray(permissions?.new)) return [];
  const { old } = permissions;
  return permissions.new.filter((permission) => !Array.isArray(old) || !old.includes(permission));
}
