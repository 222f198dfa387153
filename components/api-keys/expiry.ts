import { addDays, addYears, endOfDay, format, isValid, min, parse } from "date-fns";

// Expiry in the person's own calendar: a day is a day on their clock, whatever summer time does in between.

/** The lives that are one click away. */
export const EXPIRY_PRESETS = [30, 90, 365] as const;

export type ExpiryChoice =
  | { kind: "days"; days: number }
  | { kind: "date"; date: string }
  /** ISO 8601: with another key, when that expires. */
  | { kind: "instant"; instant: string };

/** The instant at which a key ends, or null while no real date in the future is chosen. A date counts to its last minute. */
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

/** The first and last dates that can be chosen, as a date input takes them. */
export const dateBounds = (now: Date): { first: string; last: string } => ({
  first: format(now, "yyyy-MM-dd"),
  last: format(addYears(now, 100), "yyyy-MM-dd"),
});
