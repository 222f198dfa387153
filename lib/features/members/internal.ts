import type { VisibleInvitation } from "@/db/queries/invitations";
import type { MemberRow } from "@/db/schema/index";
import type { InvitationDto, MemberDto } from "./contract";

type Rights = Pick<MemberRow, "role" | "apiKeysAccess" | "configurationAccess">;
type Member = Rights & { userId: string; name: string; email: string; createdAt: Date };

const accessOf = (row: Rights) => ({
  api_keys: row.apiKeysAccess,
  response_configuration: row.configurationAccess,
});

/** A row as people see it. */
export const toMemberDto = (row: Member): MemberDto => ({
  userId: row.userId,
  name: row.name,
  email: row.email,
  role: row.role,
  access: accessOf(row),
  createdAt: row.createdAt.toISOString(),
});

/** A row as people see it: there is no field that a token could be in. */
export const toInvitationDto = (row: VisibleInvitation): InvitationDto => ({
  id: row.id,
  email: row.email,
  role: row.role,
  access: accessOf(row),
  invitedBy: row.invitedByName,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});

/** What an audit entry says of somebody's rights. An admin's access is not told: they may do everything. */
export const auditAccess = ({ role, apiKeysAccess, configurationAccess }: Record<keyof Rights, string>) =>
  role === "admin" ? { role } : { role, apiKeysAccess, configurationAccess };
