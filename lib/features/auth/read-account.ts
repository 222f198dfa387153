import { db } from "@/db/client/client";
import { selectPasswordHash } from "@/db/queries/passwords";
import { selectSessions } from "@/db/queries/sessions";
import type { UserActor } from "@/lib/features/actor";
import type { AccountDto } from "./contract";
import { describeDevice } from "./describe-device";

/** As many sessions are listed; others are counted. */
const MAX_SESSIONS_LISTED = 100;

/** One's own account, with where one is signed in: the session that asks, then those that were active last. */
export async function readAccount(person: UserActor): Promise<AccountDto> {
  const [{ sessions, more }, passwordHash] = await Promise.all([
    selectSessions(db(), person.userId, person.sessionId, MAX_SESSIONS_LISTED),
    selectPasswordHash(db(), person.userId),
  ]);
  return {
    name: person.name,
    email: person.email,
    hasPassword: passwordHash !== undefined,
    sessions: sessions.map((row) => ({
      id: row.id,
      device: describeDevice(row.userAgent),
      address: row.address || null,
      lastActiveAt: row.lastActiveAt.toISOString(),
      createdAt: row.createdAt.toISOString(),
      current: row.id === person.sessionId,
    })),
    moreSessions: more,
  };
}
