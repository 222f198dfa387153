import { deleteExpired } from "@/db/queries/expired";
import { runHourly } from "@/lib/core/run-hourly";

/**
 * Deletes sessions, links and counters of tries whose time is over, now and once an hour. They are refused without it;
 * this keeps their tables small, whatever strangers try.
 * @returns stops it
 */
export const purgeExpired = (): Promise<() => void> =>
  runHourly(deleteExpired, "what has expired was not swept; trying again in an hour");
