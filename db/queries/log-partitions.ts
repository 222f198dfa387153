import { pool } from "../client/client";
import { pgError } from "../client/errors";

const DAY_MS = 86_400_000;
/** Days that have a partition before they begin. */
const DAYS_AHEAD = 3;
/** Days' counts and addresses are small; a month of them answers whether a permission is unused. */
export const MIN_SUMMARY_DAYS = 32;

/** Check violation: rows of the day are in the partition for all others. */
const CHECK_VIOLATION = "23514";

const partitionName = (day: string) => `api_requests_${day.replaceAll("-", "")}`;
const isoDate = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * Makes the partitions of the request log for today and the next days, and drops those whose time is over: at once,
 * however many rows they hold. One instance at a time; what another instance is doing is left to it.
 * @param retentionDays whole days that are kept beside today
 */
export async function maintainLogPartitions(retentionDays: number, now = Date.now()): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<{ mine: boolean }>(
      "select pg_try_advisory_xact_lock(hashtext('agent-studio.log-partitions')) as mine",
    );
    if (rows[0]?.mine) {
      // Requests must never queue behind this for long; it is tried again in an hour.
      await client.query("set local lock_timeout = '2s'");
      const known = await client.query<{ name: string }>(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'api_requests'::regclass",
      );
      const names = new Set(known.rows.map(({ name }) => name));
      for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
        const day = isoDate(now + ahead * DAY_MS);
        if (names.has(partitionName(day))) continue;
        await client.query(`savepoint day`);
        await client
          .query(
            `create table ${partitionName(day)} partition of api_requests for values from ('${day}T00:00:00Z') to ('${isoDate(now + (ahead + 1) * DAY_MS)}T00:00:00Z')`,
          )
          .catch(async (error) => {
            // The day has begun in the partition for all others: it stays there.
            if (pgError(error)?.code !== CHECK_VIOLATION) throw error;
            await client.query("rollback to savepoint day");
          });
      }
      const oldest = isoDate(now - retentionDays * DAY_MS);
      for (const name of names) {
        if (/^api_requests_\d{8}$/.test(name) && name < partitionName(oldest))
          await client.query(`drop table ${name}`);
      }
      await client.query("delete from api_requests_other where at < $1", [oldest]);
      const summary = new Date(now - Math.max(retentionDays, MIN_SUMMARY_DAYS) * DAY_MS).toISOString();
      await client.query("delete from api_request_counts where hour < $1", [summary]);
      await client.query("delete from api_key_addresses where last_used_at < $1", [summary]);
    }
    await client.query("commit");
    client.release();
  } catch (error) {
    // A rollback might not get through, and whoever had the connection next would be within this transaction.
    client.release(true);
    throw error;
  }
}
