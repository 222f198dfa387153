/** The most calls that one simulation plays: what is played is kept in memory until it is verified. */
export const MAX_CALLS = 10_000;

/** The key of a simulation lives for an hour, and reading everything back needs a part of it. */
export const MAX_SECONDS = 3000;

const MAX_CALLS_PER_SECOND = 100;

/**
 * Calls per second from `2/s`, `2` or `30/m`.
 * @returns null when it is none of these, nothing at all, or more than 100 a second
 */
export function parseRate(text: string): number | null {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(?:\/([sm]))?$/.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const perSecond = Number(number) / (unit === "m" ? 60 : 1);
  return perSecond > 0 && perSecond <= MAX_CALLS_PER_SECOND ? perSecond : null;
}

/** A whole number from 1 to `most`; null for anything else. */
export function parsePositiveInteger(text: string, most: number): number | null {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : null;
}
