import { and, eq, gt, ne, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { sessions, users } from "../schema/index";

// To end a session, delete its row: better-auth looks it up on every request.

/** True if the session was used within 24 hours, by the database's clock. An idle session is not valid. */
const isActive = sql`${sessions.updatedAt} > now() - interval '24 hours'`;
export const isIdle = sql`not ${isActive}`;

/**
 * The user's valid sessions, last active first, and how many more there are.
 * @param first the ID of a session that comes before all others
 */
export async function selectSessions(db: Executor, userId: string, first: string, limit: number) {
  const rows = await db
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      address: sessions.ipAddress,
      createdAt: sessions.createdAt,
      lastActiveAt: sessions.updatedAt,
      count: sql<number>`(count(*) over ())::int`,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, sql`now()`), isActive))
    .orderBy(sql`${sessions.id} = ${first} desc`, sql`${sessions.updatedAt} desc`, sessions.id)
    .limit(limit);
  return {
    sessions: rows.map(({ count: _, ...session }) => session),
    more: (rows[0]?.count ?? 0) - rows.length,
  };
}

/**
 * @param network an IP prefix as `ipPrefix()` returns it and sessions store it
 * @returns true if the account has a valid session from this network
 */
export async function hasSessionFrom(db: Executor, email: string, network: string): Promise<boolean> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(users.email, email),
        eq(sessions.ipAddress, network),
        gt(sessions.expiresAt, sql`now()`),
        isActive,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Marks a session as active. Deletes it if it was idle for too long. Returns false if it has ended. */
export async function touchSession(db: Executor, id: string): Promise<boolean> {
  const touched = await db
    .update(sessions)
    .set({ updatedAt: sql`now()` })
    .where(and(eq(sessions.id, id), isActive))
    .returning({ id: sessions.id });
  if (touched.length > 0) return true;
  await db.delete(sessions).where(and(eq(sessions.id, id), isIdle));
  return false;
}

/** Ends one session of the user. Returns its user agent; undefined if the user has no such session. */
export async function deleteSession(
  tx: Tx,
  userId: string,
  id: string,
): Promise<{ userAgent: string | null } | undefined> {
  const [row] = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
    .returning({ userAgent: sessions.userAgent });
  return row;
}

/**
 * Ends all sessions of the user except one.
 * @param keptId null to keep none
 * @returns the number of ended sessions
 */
export async function deleteOtherSessions(tx: Tx, userId: string, keptId: string | null): Promise<number> {
  const rows = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), keptId === null ? undefined : ne(sessions.id, keptId)))
    .returning({ id: sessions.id });
  return rows.length;
}

/** Gives a session of the user a new token, which invalidates the old one. Returns false if the session has ended. */
export async function replaceSessionToken(
  tx: Tx,
  userId: string,
  id: string,
  token: string,
): Promise<boolean> {
  const rows = await tx
    .update(sessions)
    .set({ token })
    .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

/** Ends the session with a token that was not sent to the browser. */
export async function deleteSessionByToken(db: Executor, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.token, token));
}
