import { transaction } from "@/db/client/client";
import { deleteMember, lockAdmins, selectMember } from "@/db/queries/members";
import { AppError } from "@/lib/core/errors";
import type { MemberActor } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { assertAdminRemains } from "./last-admin";
import { revokeUserInvitations } from "./revoke-user-invitations";

/**
 * Takes oneself out of the workspace. Everybody may, but its last admin. One's open invitations end.
 * @throws AppError NOT_FOUND when somebody else did it meanwhile, LAST_ADMIN
 */
export async function leaveWorkspace(actor: MemberActor): Promise<{ userId: string }> {
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const admins = await lockAdmins(tx, workspaceId);
    const self = await selectMember(tx, workspaceId, userId);
    if (!self) throw new AppError("NOT_FOUND", "You are no longer a member of this workspace.");
    // Whoever was demoted meanwhile may leave all the same.
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
