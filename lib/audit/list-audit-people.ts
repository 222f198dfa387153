import { reader } from "@/db/client";
import { selectAuditPeople } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "../actor";
import type { AuditPersonDto } from "./contract";

/** As many people as a page lists to choose from. */
const MOST_LISTED = 200;

/**
 * Everyone who ever did something in the workspace as a member of it, by name: whom the audit can be asked for.
 * @returns null where there are more than 200; the audit is then asked for by a part of a name
 */
export async function listAuditPeople(actor: Actor): Promise<AuditPersonDto[] | null> {
  requireAccess(actor, "api_keys", "read");
  const people = await selectAuditPeople(reader(), actor.workspaceId, MOST_LISTED + 1);
  if (people.length > MOST_LISTED) return null;
  return people.sort((a, b) => a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id));
}
