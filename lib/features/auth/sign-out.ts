import { transaction } from "@/db/client/client";
import { deleteSession } from "@/db/queries/sessions";
import type { UserActor } from "@/lib/features/actor";
import { auth } from "./auth";

/**
 * Deletes the current session, then its cookie. If the session can't be deleted, this throws and keeps the cookie, so that the
 * user doesn't leave a session behind that still works.
 * @param user null if the session has already ended
 */
export async function signOut(user: UserActor | null, headers: Headers): Promise<void> {
  // better-auth clears the cookie whether or not it could delete the row.
  if (user) await transaction((tx) => deleteSession(tx, user.userId, user.sessionId));
  await auth().api.signOut({ headers });
}
