import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { oneTimeLinks } from "../schema/index";

export async function insertOneTimeLink(
  tx: Executor,
  link: { tokenHash: Buffer; purpose: "setup" | "sign-in"; userId: string | null; minutes: number },
): Promise<void> {
  const { minutes, ...values } = link;
  await tx
    .insert(oneTimeLinks)
    .values({ ...values, expiresAt: sql`now() + make_interval(mins => ${minutes})` });
}

/** @returns true if the setup link is valid by the database's clock. Does not consume it. */
export async function setupLinkExists(db: Executor, tokenHash: Buffer): Promise<boolean> {
  const rows = await db
    .select({ purpose: oneTimeLinks.purpose })
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.tokenHash, tokenHash),
        eq(oneTimeLinks.purpose, "setup"),
        isNull(oneTimeLinks.userId),
        gt(oneTimeLinks.expiresAt, sql`now()`),
      ),
    );
  return rows.length > 0;
}

/** Consumes a sign-in link. Returns its user's ID; undefined if the link is unknown, used or expired. */
export async function consumeSignInLink(tx: Executor, tokenHash: Buffer): Promise<string | undefined> {
  const [row] = await tx
    .delete(oneTimeLinks)
    .where(and(eq(oneTimeLinks.tokenHash, tokenHash), eq(oneTimeLinks.purpose, "sign-in")))
    .returning({ userId: oneTimeLinks.userId, alive: sql<boolean>`${oneTimeLinks.expiresAt} > now()` });
  return row?.alive && row.userId ? row.userId : undefined;
}

export async function deleteSetupLinks(tx: Tx): Promise<void> {
  await tx.delete(oneTimeLinks).where(eq(oneTimeLinks.purpose, "setup"));
}

/** Serializes concurrent setups until the transaction ends. */
export async function lockSetup(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('agent-studio.setup'))`);
}

/** Deletes the user's unused sign-in links. */
export async function deleteSignInLinks(tx: Tx, userId: string): Promise<void> {
  await tx.delete(oneTimeLinks).where(eq(oneTimeLinks.userId, userId));
}
