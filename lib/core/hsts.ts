import { settings } from "./env";

/** Behind TLS, browsers are told to come back by TLS only. */
export const hstsHeaders = (): Record<string, string> =>
  settings().PUBLIC_URL.startsWith("https:")
    ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" }
    : {};
