import { and, eq, gt, ne, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { sessions, users } from "../schema/index";

// A person's own sessions and password. Ending a session is deleting its row: better-auth looks it up at every request.

/** Whether somebody used it within 24 hours, by the database's clock. A session that nobody used for longer is none. */
const isActive = sql`${sessions.updatedAt} > now() - interval '24 hours'`;
export const isIdle = sql`not ${isActive}`;

/**
 * Where a person is signed in: one session, then those that were active last, and how many more there are.
 * @param first the id of the session that comes first
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
 * Whether somebody is signed in with the account from that network.
 * @param network as networkOf tells it, and sessions have it
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

/** Notes that a session is in use. False when it ended, or nobody used it for too long; that ends it too. */
export async function touchSession(db: Executor, id: string): Promise<boolean> {
  const kept = await db
    .update(sessions)
    .set({ updatedAt: sql`now()` })
    .where(and(eq(sessions.id, id), isActive))
    .returning({ id: sessions.id });
  if (kept.length > 0) return true;
  await db.delete(sessions).where(and(eq(sessions.id, id), isIdle));
  return false;
}

/** Ends one session of the person. Returns what it was used with; undefined when they have no such session. */
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
 * Ends every session of the person but one. Returns how many.
 * @param keptId null to keep none
 */
export async function deleteOtherSessions(tx: Tx, userId: string, keptId: string | null): Promise<number> {
  const rows = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), keptId === null ? undefined : ne(sessions.id, keptId)))
    .returning({ id: sessions.id });
  return rows.length;
}

/** Gives a session of the person another token: the one before opens nothing any more. False when the session has ended. */
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

/** Ends the session with the token, before anybody was given it. */
export async function deleteSessionByToken(db: Executor, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.token, token));
}
