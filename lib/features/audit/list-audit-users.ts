import { db } from "@/db/client/client";
import { selectAuditUsers } from "@/db/queries/audit-entries";
import { sortByName } from "@/lib/core/name-order";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { AuditUserDto } from "./contract";

/** The maximum number of users in the filter's list. */
const MAX_USERS_LISTED = 200;

/**
 * All users with entries in the workspace's audit log, sorted by name, for the user filter.
 * @returns null if there are more than 200: the filter then takes part of a name
 */
export async function listAuditUsers(actor: Actor): Promise<AuditUserDto[] | null> {
  requireAccess(actor, "api_keys", "read");
  const users = await selectAuditUsers(db(), actor.workspaceId, MAX_USERS_LISTED + 1);
  if (users.length > MAX_USERS_LISTED) return null;
  return sortByName(users);
}
