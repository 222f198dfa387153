import type { Tx } from "@/db/client/client";
import { deleteInvitationsForUser } from "@/db/queries/invitations";
import type { Actor } from "@/lib/features/actor";
import { recordAuditBatch } from "@/lib/features/audit/record-audit";

/**
 * Revokes what somebody could come back by who is no admin any more, or no member: the open invitations that they made,
 * and those to their own address.
 */
export async function revokeUserInvitations(
  tx: Tx,
  actor: Actor,
  person: { userId: string; email: string },
): Promise<void> {
  const gone = await deleteInvitationsForUser(tx, actor.workspaceId, person);
  if (gone.length === 0) return;
  await recordAuditBatch(
    tx,
    actor,
    gone.map(({ id, email }) => ({
      action: "invitation.revoked",
      target: { kind: "invitation", id, name: email },
    })),
  );
}
