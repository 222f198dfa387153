import { lt, or, sql } from "drizzle-orm";
import { transaction } from "../client/client";
import { invitations, oneTimeLinks, sessions, throttles, verifications } from "../schema/index";
import { isIdle } from "./sessions";

/**
 * Deletes what can neither let anybody in nor keep them out any more: sessions, links and counters whose time is over,
 * by the database's clock. One instance at a time; what another is doing is left to it.
 */
export async function deleteExpired(): Promise<void> {
  await transaction(async (tx) => {
    const { rows } = await tx.execute(
      sql`select pg_try_advisory_xact_lock(hashtext('agent-studio.expired')) as mine`,
    );
    if (!rows[0]?.mine) return;
    const now = sql`now()`;
    await tx.delete(sessions).where(or(lt(sessions.expiresAt, now), isIdle));
    await tx.delete(oneTimeLinks).where(lt(oneTimeLinks.expiresAt, now));
    // The members page shows an expired invitation for a while, so that it can be renewed.
    await tx.delete(invitations).where(lt(invitations.expiresAt, sql`now() - interval '30 days'`));
    await tx.delete(verifications).where(lt(verifications.expiresAt, now));
    // Instances write its milliseconds by their own clocks: a minute for those that are slow.
    await tx.delete(throttles).where(lt(throttles.expire, sql`(extract(epoch from now()) - 60) * 1000`));
  });
}
