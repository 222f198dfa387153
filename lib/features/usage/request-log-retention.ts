import { maintainLogPartitions } from "@/db/queries/log-partitions";
import { settings } from "@/lib/core/env";
import { runHourly } from "@/lib/core/run-hourly";

/**
 * Creates the request log's partitions for the next days and drops expired ones, now and every hour.
 * @returns stops it
 */
export const maintainRequestLog = (): Promise<() => void> =>
  runHourly(
    () => maintainLogPartitions(settings().LOG_RETENTION_DAYS),
    "could not maintain the partitions of the request log; retrying in an hour",
  );
