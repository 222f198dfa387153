/** Maximum number of calls in a simulation. Calls are kept in memory until they are verified. */
export const MAX_CALLS = 10_000;

/** Maximum duration of a simulation. Its key expires after an hour, and verification takes part of it. */
export const MAX_SECONDS = 3000;

const MAX_CALLS_PER_SECOND = 100;

/**
 * Parses a rate such as `2/s`, `2` or `30/m`.
 * @returns calls per second; null if the text is not a rate, or the rate is 0 or more than 100 per second
 */
export function parseRate(text: string): number | null {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(?:\/([sm]))?$/.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const perSecond = Number(number) / (unit === "m" ? 60 : 1);
  return perSecond > 0 && perSecond <= MAX_CALLS_PER_SECOND ? perSecond : null;
}

/** Parses a whole number from 1 to `max`; null for anything else. */
export function parsePositiveInteger(text: string, max: number): number | null {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= max ? number : null;
}
