import type { ClientConfig } from "pg";

/**
 * What every session is given, whatever `alter role … set` and `alter database … set` say: with another `search_path` the
 * tables are not found, with another `DateStyle` no time is understood. As PostgreSQL shows each once it is in force.
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

/** A configuration of pg whose sessions begin with these settings; they win over `options` that it has already. */
export function withSessionSettings<C extends ClientConfig>(config: C): C {
  let { connectionString, options } = config;
  // pg lets a parameter of the address win over the same one beside it.
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

/** The settings of a session that are others than these: where a pooler drops `options`, the role's are in force. */
export const mismatchedSettings = (inForce: Record<string, string>): [name: string, value: string][] =>
  Object.entries(SESSION_SETTINGS).filter(([name, value]) => inForce[name.toLowerCase()] !== value);
