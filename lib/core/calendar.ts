import { tzOffset } from "@date-fns/tz/tzOffset";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";
import { zonedFormatter } from "./time";

// Days and local times of a zone, for server and browser. Apart from time.ts, which every page of the console loads.

/** The first and last day that a filter accepts. PostgreSQL and Date support both, and the day after, in every zone. */
export const FIRST_DAY = "1970-01-01";
export const LAST_DAY = "9998-12-31";

/** True for a calendar day such as 2026-11-24, from FIRST_DAY to LAST_DAY. */
export const isDay = (text: string): boolean => isDate(text) && text >= FIRST_DAY && text <= LAST_DAY;

/** Compares with the parsed date, because `Date.parse` turns 30 February into 2 March. */
function isDate(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * The instants at which the clocks of a zone show a local time: two where the clock is set back, and none where it skips
 * the time. Uses offsets instead of `TZDate`, whose result depends on the zone of the system: under TZ=America/Sao_Paulo, 50
 * of 131,000 days since 1970 in six zones began an hour late.
 * @param local the local time as if it were UTC, in milliseconds
 * @returns the instants, and the one that the time has by the offset before the clock skips it
 */
function instantsOf(local: number, zone: string): { found: number[]; skipped: number } {
  const offsetMs = (at: number) => tzOffset(zone, new Date(at)) * MINUTE_MS;
  const candidates = [local - DAY_MS, local + DAY_MS].map((near) => local - offsetMs(near));
  const [first, second] = candidates.sort((a, b) => a - b) as [number, number];
  const found = [first, second].filter((at) => offsetMs(at) === local - at);
  return { found, skipped: second };
}

/**
 * The instant of a local time. A time that the clock skips is later by the length of the gap, as in `Date`.
 * @param which the first or the last instant of a time that comes twice
 */
export function fromLocalTime(local: number, zone: string, which: "first" | "last" = "first"): Date {
  const { found, skipped } = instantsOf(local, zone);
  return new Date(found.at(which === "first" ? 0 : -1) ?? skipped);
}

/** The local time of a zone at an instant, as if it were UTC, in milliseconds. */
export const toLocalTime = (at: Date, zone: string): number => at.getTime() + tzOffset(zone, at) * MINUTE_MS;

/**
 * The first instant of a calendar day, such as 2026-11-24, in the zone. Where the clock skips midnight, it is the instant
 * of the change; where midnight comes twice, the first one. The day must pass `isDay`.
 * @param later days to add
 */
export const startOfDay = (day: string, zone: string, later = 0): Date =>
  fromLocalTime(Date.parse(`${day}T00:00:00Z`) + later * DAY_MS, zone);

/** The last millisecond of a calendar day in the zone. The day must pass `isDay`. */
export const endOfDay = (day: string, zone: string): Date => new Date(startOfDay(day, zone, 1).getTime() - 1);

/** The calendar day of an instant in the zone, such as 2026-11-24. */
export const dayOf = (at: Date | number, zone: string): string => calendarDay(zone).format(at);

/**
 * The start of the hour of the zone, which may begin at 15, 30 or 45 minutes past an hour of UTC. Hours are counted from the
 * start of the day, so that none belongs to two days.
 */
export function startOfLocalHour(at: number, zone: string): number {
  const day = startOfDay(dayOf(at, zone), zone).getTime();
  return at - ((at - day) % HOUR_MS);
}

/** The starts of the last days in the zone, in order, today's included. */
export function lastDayStarts(now: number, zone: string, count: number): Date[] {
  const today = dayOf(now, zone);
  return Array.from({ length: count }, (_, index) => startOfDay(today, zone, index + 1 - count));
}

const calendarDay = zonedFormatter({ year: "numeric", month: "2-digit", day: "2-digit" }, "sv-SE");

/** "34 days before": how many calendar days of the zone the first instant is earlier; "" when it is not earlier. */
export function formatDaysBefore(first: string, second: string, zone: string): string {
  if (Date.parse(first) >= Date.parse(second)) return "";
  const [from = 0, to = 0] = [first, second].map((at) => Date.parse(dayOf(new Date(at), zone)));
  const days = Math.round((to - from) / DAY_MS);
  if (days === 0) return "less than a day before";
  return `${days.toLocaleString("en-GB")} ${days === 1 ? "day" : "days"} before`;
}
