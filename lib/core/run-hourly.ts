import { HOUR_MS } from "./durations";
import { log } from "./log";

/**
 * Runs a task now and then every hour. Logs a failure and retries in an hour.
 * @param failed the log message of a failure
 * @returns stops the schedule
 */
export async function runHourly(work: () => Promise<void>, failed: string): Promise<() => void> {
  const attempt = () => work().catch((error) => log().warn({ err: error }, failed));
  await attempt();
  const timer = setInterval(() => void attempt(), HOUR_MS).unref();
  return () => clearInterval(timer);
}
