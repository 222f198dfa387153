import type { ClientConfig } from "pg";

/**
 * Settings of every session. They override `alter role … set` and `alter database … set`: a different `search_path` would
 * hide the tables, and a different `DateStyle` would break the parsing of times. Values are spelled as PostgreSQL shows them.
 */
const SESSION_SETTINGS: Record<string, string> = {
  search_path: "public",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  standard_conforming_strings: "on",
  default_transaction_read_only: "off",
  default_transaction_isolation: "read committed",
  gin_fuzzy_search_limit: "0",
  lock_timeout: "0",
  idle_session_timeout: "0",
};

const STARTUP_OPTIONS = Object.entries(SESSION_SETTINGS)
  .map(([name, value]) => `-c ${name}=${value.replaceAll(" ", "\\ ")}`)
  .join(" ");

/** A pg configuration whose sessions start with these settings. They override existing `options`. */
export function withSessionSettings<C extends ClientConfig>(config: C): C {
  let { connectionString, options } = config;
  // In pg, a parameter in the connection string overrides the same property of the configuration.
  const url = connectionString && URL.canParse(connectionString) ? new URL(connectionString) : undefined;
  if (url?.searchParams.has("options")) {
    options = url.searchParams.get("options") ?? undefined;
    url.searchParams.delete("options");
    connectionString = url.href;
  }
  return {
    ...config,
    ...(connectionString ? { connectionString } : {}),
    options: options ? `${options} ${STARTUP_OPTIONS}` : STARTUP_OPTIONS,
  };
}

/** The required settings that a session does not have. If a pooler drops `options`, the role's settings apply. */
export const mismatchedSettings = (current: Record<string, string>): [name: string, value: string][] =>
  Object.entries(SESSION_SETTINGS).filter(([name, value]) => current[name.toLowerCase()] !== value);
