import { db, transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { selectInvitationByToken } from "@/db/queries/invitations";
import { insertUser } from "@/db/queries/users";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { newId } from "@/lib/core/ids";
import { sortKey } from "@/lib/core/name-order";
import { hashNewPassword } from "@/lib/features/auth/passwords";
import type { AcceptInvitationInput } from "./contract";
import { type JoinResult, join } from "./internal";

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
      await insertUser(tx, { ...user, sortKey: sortKey(user.name) }, { id: newId("account"), passwordHash });
      return join(tx, tokenHash, { userId: user.id, name: user.name, email: user.email, ipAddress });
    });
  } catch (error) {
    if (isUniqueViolation(error, "users_email_unique")) {
      throw new AppError("NAME_TAKEN", "This email has an account now. Open the link again to join with it.");
    }
    throw error;
  }
}
