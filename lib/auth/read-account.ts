import { reader } from "@/db/client";
import { selectPasswordHash, selectSessions } from "@/db/queries/sessions";
import type { PersonActor } from "../actor";
import type { AccountDto } from "./contract";
import { describeDevice } from "./device";

/** As many sessions are listed; others are counted. */
const MOST_LISTED = 100;

/** One's own account, with where one is signed in: the session that asks, then those that were active last. */
export async function readAccount(person: PersonActor): Promise<AccountDto> {
  const [{ sessions, more }, passwordHash] = await Promise.all([
    selectSessions(reader(), person.userId, person.sessionId, MOST_LISTED),
    selectPasswordHash(reader(), person.userId),
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
