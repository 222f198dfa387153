import { transaction } from "@/db/client";
import { deleteMember, lockAdmins, selectMember } from "@/db/queries/people";
import type { MemberActor } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { AppError } from "../errors";
import { refuseWithout } from "./admins";
import { revokeInvitationsOf } from "./revoke-invitations-of";

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
    refuseWithout(admins, { ...actor, role: self.role }, userId);
    await deleteMember(tx, workspaceId, userId);
    await revokeInvitationsOf(tx, actor, self);
    await recordAudit(tx, actor, {
      action: "member.left",
      target: { kind: "member", id: userId, name: self.name },
      changes: { role: { old: self.role } },
    });
    return { userId };
  });
}
