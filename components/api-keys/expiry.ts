import { dayOf, endOfDay, fromLocalTime, isDay, toLocalTime } from "@/lib/core/calendar";
import { DAY_MS } from "@/lib/core/durations";

// Days and dates follow the user's calendar: 90 days keep the local time of day across daylight saving changes.

/** Lifetimes in days that the form offers. */
export const EXPIRY_PRESETS = [30, 90, 365] as const;

export type ExpiryChoice =
  | { kind: "days"; days: number }
  | { kind: "date"; date: string }
  /** ISO 8601: when another key expires. */
  | { kind: "instant"; instant: string };

export const DEFAULT_EXPIRY: ExpiryChoice = { kind: "days", days: 90 };

/**
 * The default expiry of a successor: that of any other key, but never before the key that it replaces.
 * @param oldExpiresAt ISO 8601
 */
export function defaultRotationExpiry(oldExpiresAt: string, zone: string, now = new Date()): ExpiryChoice {
  const defaultExpiry = resolveExpiry(DEFAULT_EXPIRY, now, zone);
  return defaultExpiry && defaultExpiry < new Date(oldExpiresAt)
    ? { kind: "instant", instant: oldExpiresAt }
    : DEFAULT_EXPIRY;
}

/**
 * Returns the time at which a key with this choice expires. A date includes its last minute.
 * @returns null while the date is missing, invalid, in the past or more than 100 years away
 */
export function resolveExpiry(choice: ExpiryChoice, now: Date, zone: string): Date | null {
  if (choice.kind === "days") return fromLocalTime(toLocalTime(now, zone) + choice.days * DAY_MS, zone);
  if (choice.kind === "instant") {
    const end = new Date(choice.instant);
    return end > now ? end : null;
  }
  if (!isDay(choice.date)) return null;
  const { first, last } = dateBounds(now, zone);
  if (choice.date < first || choice.date > last) return null;
  return choice.date === last ? inHundredYears(now, zone) : endOfDay(choice.date, zone);
}

/** The same local time a hundred years later; on 28 February for a 29 February that does not come. */
function inHundredYears(now: Date, zone: string): Date {
  const local = new Date(toLocalTime(now, zone));
  const month = local.getUTCMonth();
  local.setUTCFullYear(local.getUTCFullYear() + 100);
  if (local.getUTCMonth() !== month) local.setUTCDate(0);
  return fromLocalTime(local.getTime(), zone);
}

/** The expiry of a key that is created now, as a form value: ISO 8601, or empty while no date is selected. */
export const toExpiresAt = (choice: ExpiryChoice, zone: string): string =>
  resolveExpiry(choice, new Date(), zone)?.toISOString() ?? "";

/** The first and last allowed dates, in the format of a date input. */
export const dateBounds = (now: Date, zone: string): { first: string; last: string } => ({
  first: dayOf(now, zone),
  last: dayOf(inHundredYears(now, zone), zone),
});
