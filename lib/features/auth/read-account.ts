import { db } from "@/db/client/client";
import { selectPasswordHash } from "@/db/queries/passwords";
import { selectSessions } from "@/db/queries/sessions";
import { displayEmail } from "@/lib/core/display-email";
import type { UserActor } from "@/lib/features/actor";
import type { AccountDto } from "./contract";
import { describeDevice } from "./describe-device";

const MAX_SESSIONS_LISTED = 100;

/** Reads the user's own account and sessions: the current one first, then the most recently active. */
export async function readAccount(user: UserActor): Promise<AccountDto> {
  const [{ sessions, more }, passwordHash] = await Promise.all([
    selectSessions(db(), user.userId, user.sessionId, MAX_SESSIONS_LISTED),
    selectPasswordHash(db(), user.userId),
  ]);
  return {
    name: user.name,
    email: displayEmail(user.email),
    hasPassword: passwordHash !== undefined,
    sessions: sessions.map((row) => ({
      id: row.id,
      device: describeDevice(row.userAgent),
      address: row.address || null,
      lastActiveAt: row.lastActiveAt.toISOString(),
      createdAt: row.createdAt.toISOString(),
      current: row.id === user.sessionId,
    })),
    moreSessions: more,
  };
}
