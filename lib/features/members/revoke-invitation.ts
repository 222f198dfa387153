import { transaction } from "@/db/client/client";
import { deleteInvitation } from "@/db/queries/invitations";
import { displayEmail } from "@/lib/core/display-email";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { RevokeInvitationInput } from "./contract";

/**
 * Revokes an invitation. Its link stops working.
 * @throws AppError NOT_FOUND
 */
export async function revokeInvitation(
  actor: Actor,
  input: RevokeInvitationInput,
): Promise<{ id: string; email: string }> {
  requireAdmin(actor);
  return transaction(async (tx) => {
    const revoked = await deleteInvitation(tx, actor.workspaceId, input.id);
    if (!revoked) {
      throw new AppError("NOT_FOUND", "This invitation has already been accepted, replaced or revoked.");
    }
    const email = displayEmail(revoked.email);
    await recordAudit(tx, actor, {
      action: "invitation.revoked",
      target: { kind: "invitation", id: input.id, name: email },
    });
    return { id: input.id, email };
  });
}
