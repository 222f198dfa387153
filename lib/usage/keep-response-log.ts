import { keepLogPartitions } from "@/db/log-partitions";
import { settings } from "../env";
import { log } from "../log";

const HOUR_MS = 3_600_000;

/**
 * Makes room for the days to come in the response log and drops those that are over, now and once an hour.
 * @returns stops it
 */
export async function keepResponseLog(): Promise<() => void> {
  const keep = () =>
    keepLogPartitions(settings().LOG_RETENTION_DAYS).catch((error) =>
      log().warn({ err: error }, "the response log's days were not looked after; trying again in an hour"),
    );
  await keep();
  const timer = setInterval(() => void keep(), HOUR_MS).unref();
  return () => clearInterval(timer);
}
