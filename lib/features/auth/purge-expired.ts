import { deleteExpired } from "@/db/queries/expired";
import { runHourly } from "@/lib/core/run-hourly";

/**
 * Deletes expired sessions, links and rate-limit counters, now and once an hour. Expired rows are already ineffective; this
 * bounds their tables, which unauthenticated requests can grow.
 * @returns a function that stops it
 */
export const purgeExpired = (): Promise<() => void> =>
  runHourly(deleteExpired, "could not purge expired sessions, links and counters; retrying in an hour");
