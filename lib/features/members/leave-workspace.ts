import { transaction } from "@/db/client/client";
import { deleteMember, lockAdmins, selectMember } from "@/db/queries/members";
import { AppError } from "@/lib/core/errors";
import type { MemberActor } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { revokeUserInvitations } from "./internal";
import { assertAdminRemains } from "./last-admin";

/**
 * Removes the actor from the workspace and revokes their open invitations. Only the last admin cannot leave.
 * @throws AppError NOT_FOUND if they have been removed already, LAST_ADMIN
 */
export async function leaveWorkspace(actor: MemberActor): Promise<{ userId: string }> {
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const admins = await lockAdmins(tx, workspaceId);
    const self = await selectMember(tx, workspaceId, userId);
    if (!self) throw new AppError("NOT_FOUND", "You are no longer a member of this workspace.");
    // The current role, not the actor's: an admin who has just been demoted may also leave.
    assertAdminRemains(admins, { ...actor, role: self.role }, userId);
    await deleteMember(tx, workspaceId, userId);
    await revokeUserInvitations(tx, actor, self);
    await recordAudit(tx, actor, {
      action: "member.left",
      target: { kind: "member", id: userId, name: self.name },
      changes: { role: { old: self.role } },
    });
    return { userId };
  });
}
