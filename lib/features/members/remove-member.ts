import { transaction } from "@/db/client/client";
import { deleteMember, lockAdmins, selectMember } from "@/db/queries/members";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { RemoveMemberInput } from "./contract";
import { accessChanges, memberNotFound, revokeUserInvitations } from "./internal";
import { assertAdminRemains } from "./last-admin";

/**
 * Removes a member from the workspace, which takes effect with their next request, and revokes their open invitations. Keys
 * that they created belong to the workspace and stay.
 * @throws AppError NOT_FOUND, LAST_ADMIN
 */
export async function removeMember(
  actor: Actor,
  input: RemoveMemberInput,
): Promise<{ userId: string; name: string }> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const admins = await lockAdmins(tx, workspaceId);
    const before = await selectMember(tx, workspaceId, input.userId);
    if (!before) throw memberNotFound();
    assertAdminRemains(admins, actor, input.userId);
    await deleteMember(tx, workspaceId, input.userId);
    await revokeUserInvitations(tx, actor, before);
    await recordAudit(tx, actor, {
      action: "member.removed",
      target: { kind: "member", id: before.userId, name: before.name },
      changes: accessChanges(before, "old"),
    });
    return { userId: before.userId, name: before.name };
  });
}
