import { reader } from "@/db/client";
import { selectEndpointUses } from "@/db/queries/api-requests";
import { type Actor, requireAccess } from "../actor";
import type { ApiKeyDto } from "../api-keys/contract";
import type { Permission } from "../api-keys/terms";
import { ENDPOINTS, isEndpoint } from "./terms";

const MONTH_MS = 30 * 86_400_000;

/**
 * Permissions that a key has and did not use for 30 days, although it was used: it could do without. Of a younger key,
 * or one that nobody uses, nothing can be said.
 */
export async function listUnusedPermissions(
  actor: Actor,
  key: Pick<ApiKeyDto, "id" | "createdAt" | "permissions">,
  now = Date.now(),
): Promise<Permission[]> {
  requireAccess(actor, "api_keys", "read");
  if (now - Date.parse(key.createdAt) < MONTH_MS || key.permissions.length === 1) return [];
  const uses = await selectEndpointUses(reader(), actor.workspaceId, key.id);
  const used = new Set<Permission>();
  for (const { endpoint, lastHour } of uses) {
    if (!isEndpoint(endpoint) || now - Date.parse(lastHour) > MONTH_MS) continue;
    used.add(ENDPOINTS[endpoint].permission);
  }
  return used.size === 0 ? [] : key.permissions.filter((permission) => !used.has(permission));
}
