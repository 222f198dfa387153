import { reader } from "@/db/client";
import { selectAuditPeople } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "../actor";
import type { AuditPersonDto } from "./contract";

/** Everybody who ever did something in the workspace as a member of it, by name: whom the audit can be asked for. */
export async function listAuditPeople(actor: Actor): Promise<AuditPersonDto[]> {
  requireAccess(actor, "api_keys", "read");
  const people = await selectAuditPeople(reader(), actor.workspaceId);
  return people.sort((a, b) => a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id));
}
