import type { Tx } from "@/db/client/client";
import {
  deleteInvitation,
  deleteInvitationsForUser,
  selectInvitationByToken,
  type VisibleInvitation,
} from "@/db/queries/invitations";
import { insertMember, selectMember } from "@/db/queries/members";
import type { MemberRow } from "@/db/schema/index";
import { isolated } from "@/lib/core/bidi";
import { displayEmail } from "@/lib/core/display-email";
import { AppError } from "@/lib/core/errors";
import type { Actor, MemberActor, UserActor } from "@/lib/features/actor";
import { recordAudit, recordAuditBatch } from "@/lib/features/audit/record-audit";
import type { InvitationDto, MemberDto } from "./contract";

type StoredAccess = Pick<MemberRow, "role" | "apiKeysAccess" | "configurationAccess">;
type Member = StoredAccess & { userId: string; name: string; email: string; createdAt: Date };

const toAccessDto = (row: StoredAccess) => ({
  api_keys: row.apiKeysAccess,
  response_configuration: row.configurationAccess,
});

export const toMemberDto = (row: Member): MemberDto => ({
  userId: row.userId,
  name: row.name,
  email: displayEmail(row.email),
  role: row.role,
  access: toAccessDto(row),
  createdAt: row.createdAt.toISOString(),
});

/** Has no field that could hold a token. */
export const toInvitationDto = (row: VisibleInvitation): InvitationDto => ({
  id: row.id,
  email: displayEmail(row.email),
  role: row.role,
  access: toAccessDto(row),
  invitedBy: row.invitedByName,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});

/** The access that an audit entry records. For an admin it is only the role, which includes everything. */
export const auditAccess = ({
  role,
  apiKeysAccess,
  configurationAccess,
}: Record<keyof StoredAccess, string>) =>
  role === "admin" ? { role } : { role, apiKeysAccess, configurationAccess };

/** The changes of an audit entry that grants (`new`) or removes (`old`) access. */
export const accessChanges = (access: Record<keyof StoredAccess, string>, side: "old" | "new") =>
  Object.fromEntries(Object.entries(auditAccess(access)).map(([field, value]) => [field, { [side]: value }]));

export const memberNotFound = (): AppError =>
  new AppError("NOT_FOUND", "This user is no longer a member of the workspace.");

/**
 * Revokes the open invitations that a former admin or former member could use to get their access back: those that they
 * created, and those to their own email.
 */
export async function revokeUserInvitations(
  tx: Tx,
  actor: Actor,
  user: { userId: string; email: string },
): Promise<void> {
  const revoked = await deleteInvitationsForUser(tx, actor.workspaceId, user);
  if (revoked.length === 0) return;
  await recordAuditBatch(
    tx,
    actor,
    revoked.map(({ id, email }) => ({
      action: "invitation.revoked",
      target: { kind: "invitation", id, name: displayEmail(email) },
    })),
  );
}

export interface JoinResult {
  userId: string;
  workspaceSlug: string;
}

export type JoiningUser = Pick<UserActor, "userId" | "name" | "email" | "ipAddress">;

/**
 * Makes a user a member by an invitation to their email. The invitation is used up.
 * @throws AppError LINK_NOT_VALID; NOT_ALLOWED if the invitation is for another email
 */
export async function join(tx: Tx, tokenHash: Buffer, user: JoiningUser): Promise<JoinResult> {
  const invitation = await selectInvitationByToken(tx, tokenHash);
  if (invitation && invitation.email !== user.email) {
    throw new AppError(
      "NOT_ALLOWED",
      isolated`This invitation is for ${displayEmail(invitation.email)}. Sign in with that email to join.`,
    );
  }
  // Of concurrent requests, one deletes the row. The others wait for it and find none.
  const deleted = invitation && (await deleteInvitation(tx, invitation.workspace.id, invitation.id));
  if (!deleted) throw new AppError("LINK_NOT_VALID");
  const { workspace, role, apiKeysAccess, configurationAccess } = invitation;
  const access = { role, apiKeysAccess, configurationAccess };
  if (!(await selectMember(tx, workspace.id, user.userId))) {
    await insertMember(tx, workspace.id, { userId: user.userId, ...access });
    await recordAudit(tx, toMemberActor(user, workspace.id, access), {
      action: "member.joined",
      target: { kind: "member", id: user.userId, name: user.name },
      changes: { ...accessChanges(access, "new"), invitedBy: { new: invitation.invitedByName } },
    });
  }
  return { userId: user.userId, workspaceSlug: workspace.slug };
}

const toMemberActor = (
  { userId, name, email, ipAddress }: JoiningUser,
  workspaceId: string,
  access: StoredAccess,
): MemberActor => ({
  kind: "member",
  workspaceId,
  userId,
  name,
  email,
  ipAddress,
  role: access.role,
  access: toAccessDto(access),
});
