import { lt, or, sql } from "drizzle-orm";
import { transaction } from "../client/client";
import { invitations, oneTimeLinks, sessions, throttles, verifications } from "../schema/index";
import { isIdle } from "./sessions";

/**
 * Deletes expired sessions, links, invitations, verifications and throttles, by the database's clock. Only one instance does so
 * at a time; a concurrent call returns without doing anything.
 */
export async function deleteExpired(): Promise<void> {
  await transaction(async (tx) => {
    const { rows } = await tx.execute(
      sql`select pg_try_advisory_xact_lock(hashtext('agent-studio.expired')) as locked`,
    );
    if (!rows[0]?.locked) return;
    const now = sql`now()`;
    await tx.delete(sessions).where(or(lt(sessions.expiresAt, now), isIdle));
    await tx.delete(oneTimeLinks).where(lt(oneTimeLinks.expiresAt, now));
    // The members page shows expired invitations for 30 days, so that they can be renewed.
    await tx.delete(invitations).where(lt(invitations.expiresAt, sql`now() - interval '30 days'`));
    await tx.delete(verifications).where(lt(verifications.expiresAt, now));
    // Instances write these milliseconds by their own clocks; a minute allows for a slow clock.
    await tx.delete(throttles).where(lt(throttles.expire, sql`(extract(epoch from now()) - 60) * 1000`));
  });
}
