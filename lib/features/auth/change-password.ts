import { generateRandomString } from "better-auth/crypto";
import { db, transaction } from "@/db/client/client";
import { deleteSignInLinks } from "@/db/queries/one-time-links";
import { insertPassword, replacePassword, selectPasswordHash } from "@/db/queries/passwords";
import { deleteOtherSessions, replaceSessionToken } from "@/db/queries/sessions";
import { createThrottle, type Throttle } from "@/db/queries/throttles";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { UserActor } from "@/lib/features/actor";
import type { ChangePasswordInput } from "./contract";
import { recordAccountAudit } from "./internal";
import { hashNewPassword, verifyPassword } from "./passwords";

let throttle: Throttle | undefined;
/** Keeps someone at an unlocked browser from guessing the password. */
const attemptThrottle = () => {
  throttle ??= createThrottle("change-password", { tries: 8, windowSeconds: 300 });
  return throttle;
};

/**
 * Changes the user's password, which needs the current one, or sets their first password. All other sessions end, unused
 * sign-in links stop working, and the current session gets a new token, so copies of its cookie stop working too.
 * @returns the number of ended sessions, and the current session's new token
 * @throws AppError INPUT_INVALID for a wrong current or a common new password, TOO_MANY_TRIES, NOT_SIGNED_IN if the current
 *   session ended in the meantime
 */
export async function changePassword(
  user: UserActor,
  input: ChangePasswordInput,
): Promise<{ ended: number; token: string }> {
  const { userId } = user;
  const oldHash = await selectPasswordHash(db(), userId);
  if (oldHash !== undefined) {
    if ((await attemptThrottle().consume(userId)) > 0) {
      throw new AppError("TOO_MANY_TRIES", "Too many attempts. Wait five minutes, then try again.");
    }
    if (!(await verifyPassword(oldHash, input.current))) throw wrongPassword();
    await attemptThrottle().reset(userId);
  }
  const passwordHash = await hashNewPassword(input.next, "next", [user.name, user.email]);
  return transaction(async (tx) => {
    // Takes the same lock first as redeem-link.ts, so that the two run one after the other.
    await deleteSignInLinks(tx, userId);
    const changed =
      oldHash === undefined
        ? await insertPassword(tx, userId, { id: newId("account"), passwordHash })
        : await replacePassword(tx, userId, oldHash, passwordHash);
    // Another request has changed the password since it was verified.
    if (!changed) throw wrongPassword();
    const ended = await deleteOtherSessions(tx, userId, user.sessionId);
    // The format of better-auth's own tokens.
    const token = generateRandomString(32, "a-z", "A-Z", "0-9");
    const replaced = await replaceSessionToken(tx, userId, user.sessionId, token);
    if (!replaced) throw new AppError("NOT_SIGNED_IN");
    await recordAccountAudit(tx, user, "user.password_changed");
    return { ended, token };
  });
}

function wrongPassword(): AppError {
  const message = "Wrong password.";
  return new AppError("INPUT_INVALID", message, { current: message });
}
