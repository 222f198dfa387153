import { transaction } from "@/db/client/client";
import { deleteInvitation } from "@/db/queries/invitations";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { RevokeInvitationInput } from "./contract";

/**
 * Takes an invitation back: its link leads nowhere from then on.
 * @throws AppError NOT_FOUND
 */
export async function revokeInvitation(
  actor: Actor,
  input: RevokeInvitationInput,
): Promise<{ id: string; email: string }> {
  requireAdmin(actor);
  return transaction(async (tx) => {
    const gone = await deleteInvitation(tx, actor.workspaceId, input.id);
    if (!gone) {
      throw new AppError(
        "NOT_FOUND",
        "This invitation is gone: it was accepted, replaced or revoked meanwhile.",
      );
    }
    await recordAudit(tx, actor, {
      action: "invitation.revoked",
      target: { kind: "invitation", id: input.id, name: gone.email },
    });
    return { id: input.id, email: gone.email };
  });
}
