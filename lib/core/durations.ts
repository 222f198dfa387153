// Durations with the unit in the name, because some APIs take milliseconds, others seconds or minutes.

export const MINUTE_MS = 60 * 1000;
export const QUARTER_HOUR_MS = 15 * MINUTE_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const MINUTE_SECONDS = 60;
export const DAY_SECONDS = 24 * 60 * MINUTE_SECONDS;
/** A year of 365 days, for the Max-Age of a cookie or of HSTS. */
export const YEAR_SECONDS = 365 * DAY_SECONDS;

export const DAY_MINUTES = 24 * 60;
