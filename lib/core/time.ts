import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";

// Pure helpers about time, for server and browser alike. Instants are ISO 8601 texts, "now" is in milliseconds.

/**
 * A format by zone. Making one takes the browser half a millisecond, a hundred times as long as using it, and a page
 * tells many instants: the last zone's stays, which is the person's own.
 */
export function zonedFormatter(
  options: Intl.DateTimeFormatOptions,
  locale = "en-GB",
): (zone: string) => Intl.DateTimeFormat {
  let last: { zone: string; format: Intl.DateTimeFormat } | undefined;
  return (zone) => {
    if (last?.zone !== zone) {
      last = { zone, format: new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }) };
    }
    return last.format;
  };
}

const toMinute = zonedFormatter({
  day: "2-digit",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const logTime = zonedFormatter({
  day: "2-digit",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const toSecond = zonedFormatter({ dateStyle: "medium", timeStyle: "medium" });
const withZoneName = zonedFormatter({ timeZoneName: "short" });

/** "23 Mar 2126, 16:21" in the zone. */
export function formatInstant(instant: string, zone: string): string {
  return toMinute(zone).format(new Date(instant)).replace("Sept", "Sep");
}

/** "23 Mar, 16:21:05" in the zone: for a log, which needs the second and not the year. */
export function formatLogTime(instant: string, zone: string): string {
  return logTime(zone).format(new Date(instant)).replace("Sept", "Sep");
}

/** "23 Mar 2126, 16:21:05 Europe/London (GMT)": the instant to the second, with its zone's name. */
export function formatToSecond(instant: string, zone: string): string {
  return `${toSecond(zone).format(new Date(instant))} ${formatZone(instant, zone)}`;
}

/** "Europe/London (GMT)": a zone, and what it is called at the instant. */
function formatZone(instant: string, zone: string): string {
  const name = withZoneName(zone)
    .formatToParts(new Date(instant))
    .find((part) => part.type === "timeZoneName")?.value;
  return name && name !== zone ? `${zone} (${name})` : zone;
}

/** "23 Mar 2126, 16:21 Europe/London (GMT)": the instant to the minute, with its zone's name. */
export function formatToMinute(instant: string, zone: string): string {
  return `${formatInstant(instant, zone)} ${formatZone(instant, zone)}`;
}

const RELATIVE_UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY_MS],
  ["month", 30 * DAY_MS],
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** "3 minutes ago", "in 2 days"; within a minute "a few seconds ago". */
export function formatRelative(instant: string, now: number): string {
  const distance = Date.parse(instant) - now;
  for (const [unit, length] of RELATIVE_UNITS) {
    if (Math.abs(distance) >= length) return relative.format(Math.trunc(distance / length), unit);
  }
  // A clock that is a little behind the server's must not speak of the future.
  return distance > MINUTE_MS / 2 ? "in a few seconds" : "a few seconds ago";
}

/** The time zone that a cookie names, if it is one; else UTC. */
export function parseTimeZone(name: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: decodeURIComponent(name ?? "UTC") }).resolvedOptions()
      .timeZone;
  } catch {
    return "UTC";
  }
}

/** The first and the last day that a filter can name. PostgreSQL and Date know each, and the day after, in every zone. */
export const FIRST_DAY = "1970-01-01";
export const LAST_DAY = "9998-12-31";

/** Whether the text is a calendar day such as 2026-11-24, from FIRST_DAY to LAST_DAY. */
export const isDay = (text: string): boolean => isDate(text) && text >= FIRST_DAY && text <= LAST_DAY;

/** Whether the text is an instant in ISO 8601 with its offset, in the years 1970 to 9999 UTC. */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text) || !isDate(text.slice(0, 10))) return false;
  const year = new Date(text).getUTCFullYear();
  return year >= 1970 && year <= 9999;
}

const INSTANT =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Date takes 30 February for 2 March. */
function isDate(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * When a calendar day, as in 2026-11-24, begins in the zone. The day must pass isDay.
 * @param later how many days after it instead
 */
export function startOfDay(day: string, zone: string, later = 0): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + later * DAY_MS;
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const clockAt = (instant: number): number => {
    const told = Object.fromEntries(
      parts.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day: date = 1, hour, minute, second } = told;
    return Date.UTC(year, month - 1, date, hour, minute, second);
  };
  // The zone's distance from UTC may be another at the answer than at the first guess: hence twice.
  let instant = wanted;
  for (let round = 0; round < 2; round++) instant = wanted - (clockAt(instant) - instant);
  return new Date(instant);
}

const calendarDay = zonedFormatter({ year: "numeric", month: "2-digit", day: "2-digit" }, "sv-SE");

/** "34 days before": how much earlier one instant is than another, by the calendar of the zone; "" where it is not. */
export function formatDaysBefore(first: string, second: string, zone: string): string {
  if (Date.parse(first) >= Date.parse(second)) return "";
  const [from = 0, to = 0] = [first, second].map((at) => Date.parse(calendarDay(zone).format(new Date(at))));
  const days = Math.round((to - from) / DAY_MS);
  if (days === 0) return "less than a day before";
  return `${days.toLocaleString("en-GB")} ${days === 1 ? "day" : "days"} before`;
}
