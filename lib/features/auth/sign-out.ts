import { transaction } from "@/db/client/client";
import { deleteSession } from "@/db/queries/sessions";
import type { UserActor } from "@/lib/features/actor";
import { auth } from "./auth";

/**
 * Ends the session that asks, and takes its cookie away. Where the session cannot be ended this fails and the cookie
 * stays, so that nobody walks away from a session that lives on.
 * @param person null for somebody whose session has ended already
 */
export async function signOut(person: UserActor | null, headers: Headers): Promise<void> {
  // better-auth clears the cookie whether or not it could delete the row.
  if (person) await transaction((tx) => deleteSession(tx, person.userId, person.sessionId));
  await auth().api.signOut({ headers });
}
