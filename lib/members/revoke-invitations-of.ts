import type { Tx } from "@/db/client";
import { deleteInvitationsOf } from "@/db/queries/invitations";
import type { Actor } from "../actor";
import { recordAudits } from "../audit/record-audit";

/**
 * Revokes what somebody could come back by who is no admin any more, or no member: the open invitations that they made,
 * and those to their own address.
 */
export async function revokeInvitationsOf(
  tx: Tx,
  actor: Actor,
  person: { userId: string; email: string },
): Promise<void> {
  const gone = await deleteInvitationsOf(tx, actor.workspaceId, person);
  if (gone.length === 0) return;
  await recordAudits(
    tx,
    actor,
    gone.map(({ id, email }) => ({
      action: "invitation.revoked",
      target: { kind: "invitation", id, name: email },
    })),
  );
}
