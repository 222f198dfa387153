import { addDays, addYears, endOfDay, format, isValid, min, parse } from "date-fns";

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
export function defaultRotationExpiry(oldExpiresAt: string, now = new Date()): ExpiryChoice {
  const defaultExpiry = resolveExpiry(DEFAULT_EXPIRY, now);
  return defaultExpiry && defaultExpiry < new Date(oldExpiresAt)
    ? { kind: "instant", instant: oldExpiresAt }
    : DEFAULT_EXPIRY;
}

/**
 * Returns the time at which a key with this choice expires. A date includes its last minute.
 * @returns null while the date is missing, invalid, in the past or more than 100 years away
 */
export function resolveExpiry(choice: ExpiryChoice, now: Date): Date | null {
  if (choice.kind === "days") return addDays(now, choice.days);
  if (choice.kind === "instant") {
    const end = new Date(choice.instant);
    return end > now ? end : null;
  }
  const day = parse(choice.date, "yyyy-MM-dd", now);
  if (!isValid(day)) return null;
  const end = endOfDay(day);
  const last = addYears(now, 100);
  return end > now && day <= last ? min([end, last]) : null;
}

/** The expiry of a key that is created now, as a form value: ISO 8601, or empty while no date is selected. */
export const toExpiresAt = (choice: ExpiryChoice): string =>
  resolveExpiry(choice, new Date())?.toISOString() ?? "";

/** The first and last allowed dates, in the format of a date input. */
export const dateBounds = (now: Date): { first: string; last: string } => ({
  first: format(now, "yyyy-MM-dd"),
  last: format(addYears(now, 100), "yyyy-MM-dd"),
});
