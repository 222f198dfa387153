import type { Tx } from "@/db/client/client";
import { deleteInvitationsForUser, type VisibleInvitation } from "@/db/queries/invitations";
import type { MemberRow } from "@/db/schema/index";
import { AppError } from "@/lib/core/errors";
import type { Actor } from "@/lib/features/actor";
import { recordAuditBatch } from "@/lib/features/audit/record-audit";
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
  email: row.email,
  role: row.role,
  access: toAccessDto(row),
  createdAt: row.createdAt.toISOString(),
});

/** Has no field that could hold a token. */
export const toInvitationDto = (row: VisibleInvitation): InvitationDto => ({
  id: row.id,
  email: row.email,
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
      target: { kind: "invitation", id, name: email },
    })),
  );
}
