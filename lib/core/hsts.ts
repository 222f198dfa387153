import { YEAR_SECONDS } from "./durations";
import { settings } from "./env";

/** `Strict-Transport-Security` (RFC 6797) for one year, when PUBLIC_URL is https. */
export const hstsHeaders = (): Record<string, string> =>
  settings().PUBLIC_URL.startsWith("https:")
    ? { "Strict-Transport-Security": `max-age=${YEAR_SECONDS}; includeSubDomains` }
    : {};
