import { transaction } from "@/db/client/client";
import { lockAdmins, selectMember, updateMember } from "@/db/queries/members";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { changesBetween, recordAudit } from "@/lib/features/audit/record-audit";
import type { ChangeMemberInput, MemberDto } from "./contract";
import { auditAccess, toMemberDto } from "./internal";
import { assertAdminRemains } from "./last-admin";
import { revokeUserInvitations } from "./revoke-user-invitations";

/**
 * Sets a member's role and access, from their next request on. Saving what is there is no change. The
 * open invitations of who was an admin and is none end.
 * @throws AppError NOT_FOUND, STALE_EDIT when somebody saved after the editor last looked, or LAST_ADMIN when nobody
 * would be left to look after the workspace
 */
export async function changeMember(actor: Actor, input: ChangeMemberInput): Promise<MemberDto> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const { userId, seen, ...rights } = input;
  return transaction(async (tx) => {
    const admins = await lockAdmins(tx, workspaceId);
    const before = await selectMember(tx, workspaceId, userId);
    if (!before) throw new AppError("NOT_FOUND", "They are no longer a member of this workspace.");
    assertAdminRemains(admins, actor, input.role === "admin" ? null : userId);

    const changes = changesBetween(auditAccess(before), auditAccess(rights));
    const changed = Object.keys(changes).length > 0;
    if (changed && seen && isStale(seen, before)) throw new AppError("STALE_EDIT");
    await updateMember(tx, workspaceId, userId, rights);
    // A role that only a newer version knows may have invited as well.
    if (before.role !== "member" && rights.role !== "admin") await revokeUserInvitations(tx, actor, before);
    if (changed) {
      await recordAudit(tx, actor, {
        action: "member.changed",
        target: { kind: "member", id: userId, name: before.name },
        changes,
      });
    }
    return toMemberDto({ ...before, ...rights });
  });
}

type Rights = Parameters<typeof auditAccess>[0];

const isStale = (seen: Rights, now: Rights): boolean =>
  Object.keys(changesBetween(auditAccess(seen), auditAccess(now))).length > 0;
