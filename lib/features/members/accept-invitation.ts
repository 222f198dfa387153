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
import { accessChanges } from "./internal";

interface JoinResult {
  userId: string;
  workspaceSlug: string;
}

type JoiningUser = Pick<UserActor, "userId" | "name" | "email" | "ipAddress">;

/**
 * Creates the user that an invitation is for, and makes them a member. Of concurrent requests exactly one succeeds.
 * @throws AppError LINK_NOT_VALID, INPUT_INVALID for a common password, NAME_TAKEN if the email has an account by now
 */
export async function acceptInvitation(
  input: AcceptInvitationInput,
  ipAddress: string | null,
): Promise<JoinResult> {
  const tokenHash = hashToken(input.token);
  const open = await selectInvitationByToken(db(), tokenHash);
  if (!open) throw new AppError("LINK_NOT_VALID");
  // Hashing takes tens of milliseconds, so it is outside the transaction and its locks, and only with a valid link.
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
      throw new AppError("NAME_TAKEN", "This email has an account now. Open the link again to join with it.");
    }
    throw error;
  }
}

/**
 * Makes an existing user a member by an invitation to their email.
 * @throws AppError LINK_NOT_VALID; NOT_ALLOWED if the invitation is for another email
 */
export async function joinByInvitation(user: JoiningUser, token: string): Promise<JoinResult> {
  return transaction((tx) => join(tx, hashToken(token), user));
}

async function join(tx: Tx, tokenHash: Buffer, user: JoiningUser): Promise<JoinResult> {
  const invitation = await selectInvitationByToken(tx, tokenHash);
  if (invitation && invitation.email !== user.email) {
    throw new AppError(
      "NOT_ALLOWED",
      `This invitation is for ${invitation.email}. Sign in with that email to join.`,
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
