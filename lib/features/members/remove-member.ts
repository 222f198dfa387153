import { transaction } from "@/db/client/client";
import { deleteMember, lockAdmins, selectMember } from "@/db/queries/members";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { RemoveMemberInput } from "./contract";
import { auditAccess } from "./internal";
import { assertAdminRemains } from "./last-admin";
import { revokeUserInvitations } from "./revoke-user-invitations";

/**
 * Takes somebody out of the workspace, from their next request on. The keys that they made are the workspace's and stay;
 * their open invitations end.
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
    if (!before) throw new AppError("NOT_FOUND", "They are no longer a member of this workspace.");
    assertAdminRemains(admins, actor, input.userId);
    await deleteMember(tx, workspaceId, input.userId);
    await revokeUserInvitations(tx, actor, before);
    const rights = Object.entries(auditAccess(before)).map(([field, value]) => [field, { old: value }]);
    await recordAudit(tx, actor, {
      action: "member.removed",
      target: { kind: "member", id: before.userId, name: before.name },
      changes: Object.fromEntries(rights),
    });
    return { userId: before.userId, name: before.name };
  });
}
