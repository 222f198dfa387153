import { type Tx, transaction } from "@/db/client/client";
import { consumeSignInLink, deleteSignInLinks } from "@/db/queries/one-time-links";
import { deletePassword } from "@/db/queries/passwords";
import { deleteOtherSessions } from "@/db/queries/sessions";
import { selectUser } from "@/db/queries/users";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import type { AuditChanges } from "@/lib/features/audit/constants";
import { auth } from "./auth";
import { recordAccountAudit } from "./internal";

/**
 * Redeems a one-time sign-in link and signs the user in. Their password, other sessions and other links stop working:
 * operators create links for users who are locked out, sometimes because someone else took over the account.
 * @throws AppError LINK_NOT_VALID for an unknown, used or expired link
 */
export async function redeemLink(
  token: string,
  ipAddress: string | null,
  headers: Headers,
): Promise<{ userId: string }> {
  const userId = await transaction(async (tx) => {
    const linkedUserId = await consumeSignInLink(tx, hashToken(token));
    const user = linkedUserId && (await selectUser(tx, linkedUserId));
    if (!user) throw new AppError("LINK_NOT_VALID");
    const changes = await revokeCredentials(tx, user.id);
    if (Object.keys(changes).length > 0) {
      const { id, name, email } = user;
      await recordAccountAudit(tx, { userId: id, name, email, ipAddress }, "user.link_used", changes);
    }
    return user.id;
  });
  return auth().api.signInByLink({ body: { userId }, headers });
}

/** Removes password, sessions and links. A concurrent sign-in by the old password fails its final check in sign-in.ts. */
async function revokeCredentials(tx: Tx, userId: string): Promise<AuditChanges> {
  const changes: AuditChanges = {};
  await deleteSignInLinks(tx, userId);
  if (await deletePassword(tx, userId)) changes.password = { old: "set", new: "none" };
  const ended = await deleteOtherSessions(tx, userId, null);
  if (ended > 0) changes.sessions = { old: `all ${ended}` };
  return changes;
}
