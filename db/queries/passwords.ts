import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { accounts, users } from "../schema/index";

const passwordOf = (userId: string) =>
  and(eq(accounts.userId, userId), eq(accounts.providerId, "credential"));

/** The hash of the user's password; undefined if the user has no password. */
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

/** The hash of the password of the user with an email address; undefined if there is no such user or no password. */
export async function selectPasswordHashByEmail(db: Executor, email: string): Promise<string | undefined> {
  const [row] = await db
    .select({ password: accounts.password })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(and(eq(users.email, email), eq(accounts.providerId, "credential")));
  return row?.password ?? undefined;
}

/** @returns true if a hash is still that of the user's password. Waits for a concurrent change. */
export async function isCurrentPassword(db: Executor, userId: string, hash: string): Promise<boolean> {
  const [row] = await db
    .select({ password: accounts.password })
    .from(accounts)
    .where(passwordOf(userId))
    .for("share");
  return row?.password === hash;
}

/** Replaces a password that was just checked. Returns false if it was changed since the check. */
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

/** Sets the first password of a user. Returns false if the user already has one. */
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

/** Deletes the user's password, so that only sign-in links open the account. Returns false if there was none. */
export async function deletePassword(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.delete(accounts).where(passwordOf(userId)).returning({ id: accounts.id });
  return rows.length > 0;
}
