import { cookies } from "next/headers";
import { AppError } from "@/lib/core/errors";
import type { UserActor } from "@/lib/features/actor";
import { endSession } from "./end-session";
import { deviceCookie } from "./known-device";
import { currentUser } from "./session";

/**
 * Signs a user in and ends the session that the browser had before, so that a session cookie known to or planted by
 * someone else is worthless afterwards (session fixation). The browser becomes a known device of the user.
 * @param signIn creates the new session and sets its cookie
 */
export async function replaceSession<T extends { userId: string }>(signIn: () => Promise<T>): Promise<T> {
  const previous = await currentUser();
  const signedIn = await signIn();
  if (previous) await endPreviousSession(previous);
  (await cookies()).set(deviceCookie(signedIn.userId));
  return signedIn;
}

async function endPreviousSession(user: UserActor): Promise<void> {
  await endSession(user, { id: user.sessionId }).catch((error: unknown) => {
    // The session ended in the meantime.
    if (!(error instanceof AppError)) throw error;
  });
}
