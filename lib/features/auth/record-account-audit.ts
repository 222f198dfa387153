import type { Tx } from "@/db/client/client";
import { selectWorkspacesForUser } from "@/db/queries/workspaces";
import type { UserActor } from "@/lib/features/actor";
import type { AuditAction, AuditChanges } from "@/lib/features/audit/constants";
import { recordAudit } from "@/lib/features/audit/record-audit";

/** Writes what a person did to their own account into the audit of every workspace that they can enter. */
export async function recordAccountAudit(
  tx: Tx,
  person: Pick<UserActor, "userId" | "name" | "email" | "ipAddress">,
  action: AuditAction,
  changes: AuditChanges = {},
): Promise<void> {
  const { userId, name, email, ipAddress } = person;
  for (const workspace of await selectWorkspacesForUser(tx, userId)) {
    await recordAudit(
      tx,
      {
        kind: "member",
        workspaceId: workspace.id,
        userId,
        name,
        email,
        ipAddress,
        // An entry says who and where from; what they may do there plays no part.
        role: "member",
        access: { api_keys: "none", response_configuration: "none" },
      },
      { action, target: { kind: "user", id: userId, name }, changes },
    );
  }
}
