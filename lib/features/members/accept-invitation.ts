import { db, type Tx, transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { deleteInvitation, selectInvitationByToken } from "@/db/queries/invitations";
import { insertMember, selectMember } from "@/db/queries/members";
import { insertUser } from "@/db/queries/users";
import type { MemberRow } from "@/db/schema/index";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { newId } from "@/lib/core/ids";
import type { MemberActor, UserActor } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { hashNewPassword } from "@/lib/features/auth/passwords";
import type { AcceptInvitationInput } from "./contract";
import { auditAccess } from "./internal";

interface JoinResult {
  userId: string;
  workspaceSlug: string;
}

type JoiningUser = Pick<UserActor, "userId" | "name" | "email" | "ipAddress">;

/**
 * Makes somebody new from an invitation, with the name and password that they chose, and a member. However many use
 * the link at the same time, it works once.
 * @throws AppError LINK_NOT_VALID; INPUT_INVALID for a common password; NAME_TAKEN when the address has got an account meanwhile
 */
export async function acceptInvitation(
  input: AcceptInvitationInput,
  ipAddress: string | null,
): Promise<JoinResult> {
  const tokenHash = hashToken(input.token);
  const open = await selectInvitationByToken(db(), tokenHash);
  if (!open) throw new AppError("LINK_NOT_VALID");
  // Hashing takes tens of milliseconds: outside the transaction that holds locks, and only for who holds a link.
  const passwordHash = await hashNewPassword(input.password, "password", [input.name, open.email]);
  try {
    return await transaction(async (tx) => {
      const invitation = await selectInvitationByToken(tx, tokenHash);
      if (!invitation) throw new AppError("LINK_NOT_VALID");
      const user = { id: newId("user"), name: input.name, email: invitation.email };
      await insertUser(tx, user, { id: newId("account"), passwordHash });
      return join(tx, tokenHash, { userId: user.id, name: user.name, email: user.email, ipAddress });
    });
  } catch (error) {
    if (isUniqueViolation(error, "users_email_unique")) {
      throw new AppError(
        "NAME_TAKEN",
        "There is an account for this email address by now. Open the link again to join with it.",
      );
    }
    throw error;
  }
}

/**
 * Makes somebody who is known a member by an invitation to their address.
 * @throws AppError LINK_NOT_VALID; NOT_ALLOWED when the invitation is somebody else's
 */
export async function joinByInvitation(person: JoiningUser, token: string): Promise<JoinResult> {
  return transaction((tx) => join(tx, hashToken(token), person));
}

async function join(tx: Tx, tokenHash: Buffer, person: JoiningUser): Promise<JoinResult> {
  const invitation = await selectInvitationByToken(tx, tokenHash);
  if (invitation && invitation.email !== person.email) {
    throw new AppError(
      "NOT_ALLOWED",
      `This invitation is for ${invitation.email}. Sign in with that address to join.`,
    );
  }
  // Of several at once, one deletes the row; the others wait for it and then find none.
  const taken = invitation && (await deleteInvitation(tx, invitation.workspace.id, invitation.id));
  if (!taken) throw new AppError("LINK_NOT_VALID");
  const { workspace, role, apiKeysAccess, configurationAccess } = invitation;
  const rights = { role, apiKeysAccess, configurationAccess };
  if (!(await selectMember(tx, workspace.id, person.userId))) {
    await insertMember(tx, workspace.id, { userId: person.userId, ...rights });
    const told = Object.entries(auditAccess(rights)).map(([field, value]) => [field, { new: value }]);
    await recordAudit(tx, toMemberActor(person, workspace.id, rights), {
      action: "member.joined",
      target: { kind: "member", id: person.userId, name: person.name },
      changes: { ...Object.fromEntries(told), invitedBy: { new: invitation.invitedByName } },
    });
  }
  return { userId: person.userId, workspaceSlug: workspace.slug };
}

const toMemberActor = (
  { userId, name, email, ipAddress }: JoiningUser,
  workspaceId: string,
  {
    role,
    apiKeysAccess,
    configurationAccess,
  }: Pick<MemberRow, "role" | "apiKeysAccess" | "configurationAccess">,
): MemberActor => ({
  kind: "member",
  workspaceId,
  userId,
  name,
  email,
  ipAddress,
  role,
  access: { api_keys: apiKeysAccess, response_configuration: configurationAccess },
});
