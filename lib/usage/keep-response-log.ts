import { keepLogPartitions } from "@/db/log-partitions";
import { settings } from "../env";
import { everyHour } from "../hourly";

/**
 * Makes room for the days to come in the response log and drops those that are over, now and once an hour.
 * @returns stops it
 */
export const keepResponseLog = (): Promise<() => void> =>
  everyHour(
    () => keepLogPartitions(settings().LOG_RETENTION_DAYS),
    "the response log's days were not looked after; trying again in an hour",
  );
