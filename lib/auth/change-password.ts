import { reader, transaction } from "@/db/client";
import {
  deleteOtherSessions,
  deleteSignInLinks,
  insertPassword,
  replacePassword,
  selectPasswordHash,
} from "@/db/queries/sessions";
import { makeThrottle, type Throttle } from "@/db/throttle";
import type { PersonActor } from "../actor";
import { AppError } from "../errors";
import { newId } from "../ids";
import type { ChangePasswordInput } from "../members/contract";
import { hashNewPassword, verifyPassword } from "./passwords";
import { recordPersonal } from "./record-personal";

let made: Throttle | undefined;
/** Whoever finds an open browser must not guess the password there. */
const tries = () => {
  made ??= makeThrottle("change-password", { tries: 8, windowSeconds: 300 });
  return made;
};

/**
 * Changes one's own password, by the old one; who signed in by links so far gets their first. Every other session ends,
 * and unused sign-in links lead nowhere.
 * @throws AppError INPUT_INVALID when the old one is wrong or the new one common, TOO_MANY_TRIES
 */
export async function changePassword(
  person: PersonActor,
  input: ChangePasswordInput,
): Promise<{ ended: number }> {
  const { userId } = person;
  const oldHash = await selectPasswordHash(reader(), userId);
  if (oldHash !== undefined) {
    if ((await tries().count(userId)) > 0) {
      throw new AppError("TOO_MANY_TRIES", "Too many tries. Wait five minutes, then try again.");
    }
    if (!(await verifyPassword(oldHash, input.current))) throw wrongPassword();
    await tries().forget(userId);
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
    await recordPersonal(tx, person, "user.password_changed");
    return { ended };
  });
}

function wrongPassword(): AppError {
  const message = "This is not your password.";
  return new AppError("INPUT_INVALID", message, { current: message });
}
