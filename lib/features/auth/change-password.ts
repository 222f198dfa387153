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
import { hashNewPassword, verifyPassword } from "./passwords";
import { recordAccountAudit } from "./record-account-audit";

let throttle: Throttle | undefined;
/** Whoever finds an open browser must not guess the password there. */
const attemptThrottle = () => {
  throttle ??= createThrottle("change-password", { tries: 8, windowSeconds: 300 });
  return throttle;
};

/**
 * Changes one's own password, by the old one; who signed in by links so far gets their first. Every other session ends,
 * unused sign-in links lead nowhere, and this session goes on under another token: who has a copy of its cookie is out too.
 * @returns how many sessions ended, and the token that the browser is to have now
 * @throws AppError INPUT_INVALID when the old one is wrong or the new one common, TOO_MANY_TRIES, NOT_SIGNED_IN when this
 * session ended meanwhile
 */
export async function changePassword(
  person: UserActor,
  input: ChangePasswordInput,
): Promise<{ ended: number; token: string }> {
  const { userId } = person;
  const oldHash = await selectPasswordHash(db(), userId);
  if (oldHash !== undefined) {
    if ((await attemptThrottle().consume(userId)) > 0) {
      throw new AppError("TOO_MANY_TRIES", "Too many tries. Wait five minutes, then try again.");
    }
    if (!(await verifyPassword(oldHash, input.current))) throw wrongPassword();
    await attemptThrottle().reset(userId);
  }
  const passwordHash = await hashNewPassword(input.next, "next", [person.name, person.email]);
  return transaction(async (tx) => {
    // First of all, as redeem-link.ts does: of the two, one waits for the other.
    await deleteSignInLinks(tx, userId);
    const changed =
      oldHash === undefined
        ? await insertPassword(tx, userId, { id: newId("account"), passwordHash })
        : await replacePassword(tx, userId, oldHash, passwordHash);
    // It was changed meanwhile, so that what was typed is the old one no longer.
    if (!changed) throw wrongPassword();
    const ended = await deleteOtherSessions(tx, userId, person.sessionId);
    // As long as better-auth's own.
    const token = generateRandomString(32, "a-z", "A-Z", "0-9");
    const goesOn = await replaceSessionToken(tx, userId, person.sessionId, token);
    if (!goesOn) throw new AppError("NOT_SIGNED_IN");
    await recordAccountAudit(tx, person, "user.password_changed");
    return { ended, token };
  });
}

function wrongPassword(): AppError {
  const message = "This is not your password.";
  return new AppError("INPUT_INVALID", message, { current: message });
}
