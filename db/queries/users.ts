import { eq } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { accounts, users } from "../schema/index";

/**
 * A user by email address.
 * @param email in lowercase, as it is stored
 */
export async function selectUserByEmail(
  db: Executor,
  email: string,
): Promise<{ id: string; name: string; email: string } | undefined> {
  const [row] = await db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(eq(users.email, email));
  return row;
}

/** A user by ID. */
export async function selectUser(
  db: Executor,
  id: string,
): Promise<{ id: string; name: string; email: string } | undefined> {
  const [row] = await db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, id));
  return row;
}

/** Inserts a user and, if given, the account with their password. */
export async function insertUser(
  tx: Tx,
  user: { id: string; name: string; sortKey: string; email: string },
  account?: { id: string; passwordHash: string },
): Promise<void> {
  await tx.insert(users).values({ ...user, emailVerified: true });
  if (account) {
    await tx.insert(accounts).values({
      id: account.id,
      accountId: user.id,
      providerId: "credential",
      userId: user.id,
      password: account.passwordHash,
    });
  }
}
