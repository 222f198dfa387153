import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";

// The only parser of times that users, runtimes and clients send. It runs on the server and in the browser.

/**
 * ISO 8601, extended or basic, as Java, Python, JavaScript and `strftime` print it, with the time zone annotations of RFC 9557.
 * A "+" that arrives as a space, as in an unencoded query string, is a plus. All quantifiers are bounded or followed by
 * another character, so matching takes linear time.
 */
const INSTANT = new RegExp(
  [
    String.raw`^(?<year>\d{4})(?<d>-?)(?<month>\d\d)\k<d>(?<day>\d\d)`,
    String.raw`(?:(?<separator>[Tt ])(?<hour>\d\d)(?:(?<t>:?)(?<minute>\d\d)(?:\k<t>(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?`,
    String.raw`(?<offset> ?[Zz]|(?<sign> ?[+\u2212-]| {1,2})(?<hours>\d\d)(?:(?<o>:?)(?<minutes>\d\d)(?:\k<o>(?<seconds>\d\d))?)?)?)?`,
    String.raw`(?<zones>(?:\[[\w ./:=+-]+\])*)$`,
  ].join(""),
);

const NO_OFFSET = "must end with its UTC offset, such as Z or +02:00";

export interface InstantOptions {
  /** Reads a date and a time without an offset as UTC, and a date as the start of that day in UTC. */
  assumeUtc?: boolean;
  /** The first year in UTC that is accepted; the last one is 9999. */
  firstYear?: 1 | 1970;
}

type ParsedInstant = { instant: string; problem?: undefined } | { problem: string };

/**
 * Parses a time and returns it in UTC with milliseconds, such as 2026-09-01T08:00:00.000Z. All spellings of an instant give
 * the same text. Digits after the milliseconds are dropped.
 *
 * The offset determines the instant; a time zone in brackets is ignored. 24:00 is the start of the next day (ISO 8601-1,
 * Amendment 1). A leap second, 23:59:60 UTC, is the second after it, as in PostgreSQL. -00:00 is UTC (RFC 3339).
 * @returns the instant, or a message that follows the name of the field
 */
export function parseInstant(
  text: string,
  { assumeUtc = false, firstYear = 1 }: InstantOptions = {},
): ParsedInstant {
  const format = `must be an ISO 8601 time${assumeUtc ? "" : " with its offset"}, such as 2026-09-01T12:00:00Z`;
  const parts = INSTANT.exec(text)?.groups;
  if (!parts) return { problem: format };
  if (parts.offset === undefined) {
    // A time zone says that the time is not UTC, and "2026-09-01 02:00" may have been the date "2026-09-01+02:00".
    const unclear = parts.zones !== "" || (parts.separator === " " && parts.second === undefined);
    if (!assumeUtc || unclear) return { problem: parts.hour === undefined ? format : NO_OFFSET };
  }
  const at = toMs(parts);
  const year = new Date(at).getUTCFullYear();
  if (year >= firstYear && year <= 9999) return { instant: new Date(at).toISOString() };
  return { problem: `must be a time that exists, in the years ${firstYear} to 9999` };
}

/** The instant in UTC; null if the text is no time with an offset. */
export const toInstant = (text: string, options?: InstantOptions): string | null => {
  const parsed = parseInstant(text, options);
  return parsed.problem === undefined ? parsed.instant : null;
};

type Parts = Record<string, string | undefined>;

/** Milliseconds since 1970; NaN if there is no such day or time. */
function toMs(parts: Parts): number {
  const [year, month, day] = numbers(parts, "year", "month", "day");
  const [hour, minute, second] = numbers(parts, "hour", "minute", "second");
  const [hours, minutes, seconds] = numbers(parts, "hours", "minutes", "seconds");
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  const midnight = date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return Number.NaN;
  if (minute > 59 || second > 60 || hours > 23 || minutes > 59 || seconds > 59) return Number.NaN;
  const fraction = Number((parts.fraction ?? "").slice(0, 3).padEnd(3, "0"));
  const time = hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + fraction;
  if (hour > 23 && time !== DAY_MS) return Number.NaN;
  const offset = hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000;
  const at = midnight + time + (/[\u2212-]/.test(parts.sign ?? "") ? offset : -offset);
  const isLeapSecond = (at - fraction) % DAY_MS === 0;
  return second === 60 && !isLeapSecond ? Number.NaN : at;
}

const numbers = (parts: Parts, ...names: [string, string, string]): [number, number, number] =>
  names.map((name) => Number(parts[name] ?? 0)) as [number, number, number];
