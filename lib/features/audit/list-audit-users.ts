import { db } from "@/db/client/client";
import { selectAuditUsers } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { AuditUserDto } from "./contract";

/** As many people as a page lists to choose from. */
const MAX_USERS_LISTED = 200;

/**
 * Everyone who ever did something in the workspace as a member of it, by name: whom the audit can be asked for.
 * @returns null where there are more than 200; the audit is then asked for by a part of a name
 */
export async function listAuditUsers(actor: Actor): Promise<AuditUserDto[] | null> {
  requireAccess(actor, "api_keys", "read");
  const people = await selectAuditUsers(db(), actor.workspaceId, MAX_USERS_LISTED + 1);
  if (people.length > MAX_USERS_LISTED) return null;
  return people.sort((a, b) => a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id));
}
