import { and, eq, gt, isNotNull, ne, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { accounts, oneTimeLinks, sessions, users } from "../schema/index";

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

const passwordOf = (userId: string) =>
  and(eq(accounts.userId, userId), eq(accounts.providerId, "credential"));

/** The hash of the person's password; undefined for somebody who signs in by links. */
export async function selectPasswordHash(db: Executor, userId: string): Promise<string | undefined> {
  const [row] = await db.select({ password: accounts.password }).from(accounts).where(passwordOf(userId));
  return row?.password ?? undefined;
}

/** @returns true when the user has a password, false when only sign-in links open the account */
export async function hasPassword(db: Executor, userId: string): Promise<boolean> {
  const rows = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(passwordOf(userId), isNotNull(accounts.password)));
  return rows.length > 0;
}

/** The hash of the password of whoever has the e-mail address; undefined where there is none. */
export async function selectPasswordHashByEmail(db: Executor, email: string): Promise<string | undefined> {
  const [row] = await db
    .select({ password: accounts.password })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(and(eq(users.email, email), eq(accounts.providerId, "credential")));
  return row?.password ?? undefined;
}

/** Whether a password is still the person's. Waits for whoever changes it at this moment. */
export async function isCurrentPassword(db: Executor, userId: string, hash: string): Promise<boolean> {
  const [row] = await db
    .select({ password: accounts.password })
    .from(accounts)
    .where(passwordOf(userId))
    .for("share");
  return row?.password === hash;
}

/** Ends the session with the token, before anybody was given it. */
export async function deleteSessionByToken(db: Executor, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.token, token));
}

/** Puts a new password in the place of the one that was just checked. False when that one was changed meanwhile. */
export async function replacePassword(
  tx: Tx,
  userId: string,
  oldHash: string,
  newHash: string,
): Promise<boolean> {
  const rows = await tx
    .update(accounts)
    .set({ password: newHash, updatedAt: sql`now()` })
    .where(and(passwordOf(userId), eq(accounts.password, oldHash)))
    .returning({ id: accounts.id });
  return rows.length > 0;
}

/** Gives somebody who signed in by links their first password. False when they got one meanwhile. */
export async function insertPassword(
  tx: Tx,
  userId: string,
  account: { id: string; passwordHash: string },
): Promise<boolean> {
  const rows = await tx
    .insert(accounts)
    .values({
      id: account.id,
      accountId: userId,
      providerId: "credential",
      userId,
      password: account.passwordHash,
    })
    .onConflictDoNothing()
    .returning({ id: accounts.id });
  return rows.length > 0;
}

/** Takes the person's password away: they sign in by links then. False when they had none. */
export async function deletePassword(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.delete(accounts).where(passwordOf(userId)).returning({ id: accounts.id });
  return rows.length > 0;
}

/** Makes the person's unused sign-in links lead nowhere. */
export async function deleteSignInLinks(tx: Tx, userId: string): Promise<void> {
  await tx.delete(oneTimeLinks).where(eq(oneTimeLinks.userId, userId));
}
