import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";

// Pure functions for server and browser. Instants are ISO 8601 strings; `now` is in milliseconds since 1970.

/**
 * Caches the formatter of the last zone, usually the user's own. Creating one takes a browser half a millisecond, a
 * hundred times as long as using it, and a page formats many instants.
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

/** "23 Mar, 16:21:05" in the zone: for logs, which need the second but not the year. */
export function formatLogTime(instant: string, zone: string): string {
  return logTime(zone).format(new Date(instant)).replace("Sept", "Sep");
}

/** "23 Mar 2126, 16:21:05 Europe/London (GMT)". */
export function formatToSecond(instant: string, zone: string): string {
  return `${toSecond(zone).format(new Date(instant))} ${formatZone(instant, zone)}`;
}

/** "Europe/London (GMT)": the zone and its abbreviation at the instant. */
function formatZone(instant: string, zone: string): string {
  const name = zoneAbbreviation(Date.parse(instant), zone);
  return name && name !== zone ? `${zone} (${name})` : zone;
}

/** "GMT": the abbreviation of the zone at an instant, or its offset. */
export const zoneAbbreviation = (at: number, zone: string): string =>
  withZoneName(zone)
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value ?? "";

/** "23 Mar 2126, 16:21 Europe/London (GMT)". */
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

/** "3 minutes ago" or "in 2 days"; "a few seconds ago" within a minute. */
export function formatRelative(instant: string, now: number): string {
  const distance = Date.parse(instant) - now;
  for (const [unit, length] of RELATIVE_UNITS) {
    if (Math.abs(distance) >= length) return relative.format(Math.trunc(distance / length), unit);
  }
  // An event that just happened must not look future when the client clock is slightly behind the server.
  return distance > MINUTE_MS / 2 ? "in a few seconds" : "a few seconds ago";
}

/** The time zone of a cookie; UTC when the name is missing or unknown. */
export function parseTimeZone(name: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: decodeURIComponent(name ?? "UTC") }).resolvedOptions()
      .timeZone;
  } catch {
    return "UTC";
  }
}
