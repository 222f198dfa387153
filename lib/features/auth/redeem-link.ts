import { type Tx, transaction } from "@/db/client/client";
import { consumeSignInLink, deleteSignInLinks } from "@/db/queries/one-time-links";
import { deletePassword } from "@/db/queries/passwords";
import { deleteOtherSessions } from "@/db/queries/sessions";
import { selectUser } from "@/db/queries/users";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import type { AuditChanges } from "@/lib/features/audit/constants";
import { auth } from "./auth";
import { recordAccountAudit } from "./record-account-audit";

/**
 * Uses a one-time sign-in link up and signs its person in, alone: their password, their sessions and their other links
 * are worth nothing from then on. Operators make links for people who cannot get in, and sometimes that is because
 * somebody else could.
 * @throws AppError LINK_NOT_VALID when it is unknown, used or expired
 */
export async function redeemLink(
  token: string,
  ipAddress: string | null,
  headers: Headers,
): Promise<{ userId: string }> {
  const userId = await transaction(async (tx) => {
    const taken = await consumeSignInLink(tx, hashToken(token));
    const user = taken && (await selectUser(tx, taken));
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

/** Ends every way in that the person has. What signs in by the old password meanwhile finds it gone (see sign-in.ts). */
async function revokeCredentials(tx: Tx, userId: string): Promise<AuditChanges> {
  const changes: AuditChanges = {};
  await deleteSignInLinks(tx, userId);
  if (await deletePassword(tx, userId)) changes.password = { old: "set", new: "none" };
  const ended = await deleteOtherSessions(tx, userId, null);
  if (ended > 0) changes.sessions = { old: `all ${ended}` };
  return changes;
}
