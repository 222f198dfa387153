import { HOUR_MS } from "./durations";
import { log } from "./log";

/**
 * Does something now, and once an hour. A failure is logged, and it is tried again in an hour.
 * @param failed what the log says then
 * @returns stops it
 */
export async function runHourly(work: () => Promise<void>, failed: string): Promise<() => void> {
  const attempt = () => work().catch((error) => log().warn({ err: error }, failed));
  await attempt();
  const timer = setInterval(() => void attempt(), HOUR_MS).unref();
  return () => clearInterval(timer);
}
