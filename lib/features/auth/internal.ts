import type { Tx } from "@/db/client/client";
import { selectWorkspacesForUser } from "@/db/queries/workspaces";
import type { UserActor } from "@/lib/features/actor";
import type { AuditAction, AuditChanges } from "@/lib/features/audit/constants";
import { recordAudit } from "@/lib/features/audit/record-audit";

/** Records what a user did to their own account in the audit log of each of their workspaces. */
export async function recordAccountAudit(
  tx: Tx,
  user: Pick<UserActor, "userId" | "name" | "email" | "ipAddress">,
  action: AuditAction,
  changes: AuditChanges = {},
): Promise<void> {
  const { userId, name, email, ipAddress } = user;
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
        // The entry stores who and from where. Role and access are not part of it.
        role: "member",
        access: { api_keys: "none", response_configuration: "none" },
      },
      { action, target: { kind: "user", id: userId, name }, changes },
    );
  }
}
