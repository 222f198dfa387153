import type { Tx } from "@/db/client";
import { selectWorkspacesOf } from "@/db/queries/workspaces";
import type { PersonActor } from "../actor";
import { recordAudit } from "../audit/record-audit";
import type { AuditAction, AuditChanges } from "../audit/terms";

/** Writes what a person did to their own account into the audit of every workspace that they can enter. */
export async function recordPersonal(
  tx: Tx,
  person: Pick<PersonActor, "userId" | "name" | "email" | "address">,
  action: AuditAction,
  changes: AuditChanges = {},
): Promise<void> {
  const { userId, name, email, address } = person;
  for (const workspace of await selectWorkspacesOf(tx, userId)) {
    await recordAudit(
      tx,
      {
        kind: "member",
        workspaceId: workspace.id,
        userId,
        name,
        email,
        address,
        // An entry says who and where from; what they may do there plays no part.
        role: "member",
        access: { api_keys: "none", response_configuration: "none" },
      },
      { action, target: { kind: "user", id: userId, name }, changes },
    );
  }
}
