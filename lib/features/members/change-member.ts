import { transaction } from "@/db/client/client";
import { lockAdmins, selectMember, updateMember } from "@/db/queries/members";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { changesBetween, recordAudit } from "@/lib/features/audit/record-audit";
import type { ChangeMemberInput, MemberDto } from "./contract";
import { auditAccess, memberNotFound, revokeUserInvitations, toMemberDto } from "./internal";
import { assertAdminRemains } from "./last-admin";

/**
 * Sets a member's role and access, which take effect with their next request. Saving unchanged values records nothing.
 * Demoting an admin revokes their open invitations.
 * @throws AppError NOT_FOUND, STALE_EDIT if the access has changed since `seen`, LAST_ADMIN if no admin would remain
 */
export async function changeMember(actor: Actor, input: ChangeMemberInput): Promise<MemberDto> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const { userId, seen, ...access } = input;
  return transaction(async (tx) => {
    const admins = await lockAdmins(tx, workspaceId);
    const before = await selectMember(tx, workspaceId, userId);
    if (!before) throw memberNotFound();
    assertAdminRemains(admins, actor, input.role === "admin" ? null : userId);

    const changes = changesBetween(auditAccess(before), auditAccess(access));
    const changed = Object.keys(changes).length > 0;
    if (changed && seen && isStale(seen, before)) throw new AppError("STALE_EDIT");
    await updateMember(tx, workspaceId, userId, access);
    // A role that only a newer version knows may also be allowed to invite.
    if (before.role !== "member" && access.role !== "admin") await revokeUserInvitations(tx, actor, before);
    if (changed) {
      await recordAudit(tx, actor, {
        action: "member.changed",
        target: { kind: "member", id: userId, name: before.name },
        changes,
      });
    }
    return toMemberDto({ ...before, ...access });
  });
}

type StoredAccess = Parameters<typeof auditAccess>[0];

const isStale = (seen: StoredAccess, now: StoredAccess): boolean =>
  Object.keys(changesBetween(auditAccess(seen), auditAccess(now))).length > 0;
