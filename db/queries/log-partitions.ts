import { pool } from "../client/client";
import { pgError } from "../client/errors";

const DAY_MS = 86_400_000;
/** Number of days whose partitions are created in advance. */
const DAYS_AHEAD = 3;
/** Minimum days of counts and IP addresses. They are small, and a month of them shows whether a permission is unused. */
export const MIN_SUMMARY_DAYS = 32;

/** Check violation: the default partition already contains rows of that day. */
const CHECK_VIOLATION = "23514";

const partitionName = (day: string) => `api_requests_${day.replaceAll("-", "")}`;
const isoDate = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * Creates the partitions of the request log for today and the next days, and drops the expired ones, which is fast for any
 * number of rows. Only one instance does so at a time; a concurrent call returns without doing anything.
 * @param retentionDays number of whole days to keep, in addition to today
 */
export async function maintainLogPartitions(retentionDays: number, now = Date.now()): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<{ locked: boolean }>(
      "select pg_try_advisory_xact_lock(hashtext('agent-studio.log-partitions')) as locked",
    );
    if (rows[0]?.locked) {
      // Requests must not wait long for this lock; the next hourly run retries.
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
            // The day's first rows are in the default partition, so all of them go there.
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
    // Close the connection: a rollback might fail, and the next user would then be inside this transaction.
    client.release(true);
    throw error;
  }
}
