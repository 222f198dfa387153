import { maintainLogPartitions } from "@/db/queries/log-partitions";
import { settings } from "@/lib/core/env";
import { runHourly } from "@/lib/core/run-hourly";

/**
 * Makes room for the days to come in the request log and drops those that are over, now and once an hour.
 * @returns stops it
 */
export const maintainRequestLog = (): Promise<() => void> =>
  runHourly(
    () => maintainLogPartitions(settings().LOG_RETENTION_DAYS),
    "the request log's days were not looked after; trying again in an hour",
  );
