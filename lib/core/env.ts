import { isIP } from "node:net";
import { z } from "zod";
import { databaseUrl, isProxyList, publicUrl, redisUrl, smtpUrl } from "./setting-values";
import { singleton } from "./singleton";
import { requirementMessage } from "./validation-messages";

const port = z.coerce
  .number({ error: "must be a port number from 1 to 65535" })
  .int("must be a port number from 1 to 65535")
  .min(1, "must be a port number from 1 to 65535")
  .max(65_535, "must be a port number from 1 to 65535");

const perSecond = (example: string) =>
  z.coerce
    .number({ error: `must be a number of ${example}` })
    .positive("must be more than 0")
    .max(1_000_000, "must be at most 1000000");
const requestsPerSecond = perSecond("requests per second, such as 100");

/**
 * All settings: default, validation and, through `describe`, the description in docs/operations.md. No other module reads
 * the environment.
 */
const schema = z.object({
  PORT: port.default(3000).describe("The port of the server."),
  HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("The IP address to listen on; 0.0.0.0 for all interfaces."),
  DATABASE_URL: databaseUrl
    .optional()
    .describe("A PostgreSQL server, version 15 or newer. By default, an embedded PostgreSQL is started."),
  STUDIO_DATA: z
    .string()
    .min(1)
    .default(".data")
    .describe("The folder of the embedded database and its secrets; unused with DATABASE_URL."),
  PUBLIC_URL: publicUrl
    .optional()
    .describe(
      "The URL that users and API clients use, without a path. With https, the console refuses requests over http. Default: http://localhost:PORT.",
    ),
  AUTH_SECRET: z
    .string()
    .min(32, "must have at least 32 characters; generate one with: openssl rand -base64 32")
    .optional()
    .describe(
      "Signs session cookies. Required with DATABASE_URL; otherwise generated and stored in STUDIO_DATA.",
    ),
  RATE_LIMIT_PER_KEY: requestsPerSecond
    .default(100)
    .describe("Requests per second per API key; bursts up to twice that."),
  RATE_LIMIT_PER_ADDRESS: requestsPerSecond
    .default(100)
    .describe(
      "Requests per second without a valid key per IP address (IPv6: per /64); bursts up to twice that.",
    ),
  RATE_LIMIT_PER_TOKEN: requestsPerSecond
    .default(500)
    .describe(
      "Requests per second per runtime token; each 16 KiB of a body counts as one more; bursts up to twice that.",
    ),
  RATE_LIMIT_IMPORT: perSecond("lines per second, such as 1000")
    .default(1000)
    .describe(
      "Imported lines per second per runtime token; each 16 KiB of a line counts as one more; faster imports are slowed down.",
    ),
  REDIS_URL: redisUrl
    .optional()
    .describe(
      "A Redis or Valkey server through which instances share rate limits. By default, each instance counts separately.",
    ),
  TRUST_PROXY: z
    .string()
    .refine(isProxyList, "must be IP addresses or networks, such as 10.0.0.0/8,192.0.2.7")
    .optional()
    .describe("IP addresses or networks of proxies whose X-Forwarded-For is trusted, separated by commas."),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "must be one of fatal, error, warn, info, debug, trace, silent",
    })
    .default("info")
    .describe("The lowest level that is logged."),
  METRICS_PORT: port.optional().describe("A separate port for Prometheus metrics; off by default."),
  METRICS_HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("The IP address of METRICS_PORT; choose one that only Prometheus can reach."),
  DRAIN_SECONDS: z.coerce
    .number({ error: "must be a number of seconds from 0 to 300" })
    .min(0, "must be at least 0")
    .max(300, "must be at most 300")
    .default(0)
    .describe(
      "How long a stopping instance serves requests while /readyz responds with 503, for load balancers.",
    ),
  LOG_RETENTION_DAYS: z.coerce
    .number({ error: "must be a number of days from 1 to 3650" })
    .int("must be a whole number of days")
    .min(1, "must be at least 1")
    .max(3650, "must be at most 3650")
    .default(30)
    .describe("How many days the request log is kept."),
  SMTP_URL: smtpUrl
    .optional()
    .describe("A mail server for invitations. By default, users share invitation links themselves."),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]+$/, "must be an email address such as Agent Studio <keys@example.com>")
    .optional()
    .describe("The sender of emails. Default: no-reply@ the host of PUBLIC_URL."),
});

type Parsed = z.output<typeof schema>;

/** The settings of the process. `PUBLIC_URL` is always set. */
export type Settings = Omit<Parsed, "PUBLIC_URL"> & { PUBLIC_URL: string };

/** Invalid settings: `message` lists every problem, one line each. */
export class SettingsError extends Error {}

/**
 * Reads and validates the settings.
 * @throws SettingsError with every invalid, missing or unknown setting
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  // Shells and container files often unset a variable by making it empty.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given, { error: requirementMessage });
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);

  problems.push(...unknownSettings(environment), ...unusedSettings(given));
  if (given.DATABASE_URL && !given.AUTH_SECRET) {
    problems.push("AUTH_SECRET is required with DATABASE_URL. Generate one with: openssl rand -base64 32.");
  }
  if (parsed.success && portsConflict(parsed.data)) {
    problems.push(`METRICS_PORT and PORT are both ${parsed.data.PORT}. Set METRICS_PORT to another port.`);
  }
  if (parsed.success && needsSender(parsed.data)) {
    problems.push(
      "MAIL_FROM is required with SMTP_URL, because PUBLIC_URL has an IP address. Set it to an email address.",
    );
  }
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems.join("\n"));
  return { ...parsed.data, PUBLIC_URL: parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}` };
}

/** True if the default sender would have an IP address in place of a domain. */
const needsSender = ({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: Parsed): boolean =>
  SMTP_URL !== undefined &&
  MAIL_FROM === undefined &&
  PUBLIC_URL !== undefined &&
  isIP(new URL(PUBLIC_URL).hostname.replace(/^\[|\]$/g, "")) !== 0;

/** A prefix that no other program uses. */
const OWN_PREFIX = /^(?:STUDIO_|RATE_LIMIT_PER_)/;

/** Misspelled settings, which would silently leave the default. */
function unknownSettings(environment: Record<string, string | undefined>): string[] {
  const letters = (name: string) => name.replace(/[_-]/g, "").toUpperCase();
  const known = Object.keys(schema.shape);
  return Object.keys(environment).flatMap((name) => {
    if (known.includes(name)) return [];
    // HOST and PORT are left out: programs use these words in other spellings.
    const meant = known.find((setting) => setting.includes("_") && letters(setting) === letters(name));
    if (meant) return [`${name} is not a setting of Agent Studio. Rename it to ${meant}, or unset it.`];
    return OWN_PREFIX.test(name)
      ? [`${name} is not a setting of Agent Studio. Unset it, or see docs/operations.md for all settings.`]
      : [];
  });
}

/** Settings that have no effect without another one, or are not what was meant. */
function unusedSettings(given: Record<string, string | undefined>): string[] {
  const problems = Object.keys(schema.shape)
    .filter((name) => given[name] !== given[name]?.trim())
    .map((name) => `${name} has white space at its start or end. Remove it.`);
  for (const [name, needed] of [
    ["METRICS_HOST", "METRICS_PORT"],
    ["MAIL_FROM", "SMTP_URL"],
  ] as const) {
    if (given[name] && !given[needed])
      problems.push(`${name} has no effect without ${needed}. Set ${needed}, or unset ${name}.`);
  }
  return problems;
}

/** True if the metrics would use the same IP address and port as the server. */
function portsConflict({ HOST, PORT, METRICS_HOST, METRICS_PORT }: Parsed): boolean {
  const everywhere = ["0.0.0.0", "::"];
  const overlap = HOST === METRICS_HOST || [HOST, METRICS_HOST].some((host) => everywhere.includes(host));
  const loopback = [HOST, METRICS_HOST].every((host) => ["127.0.0.1", "localhost"].includes(host));
  return PORT === METRICS_PORT && (overlap || loopback);
}

/** The environment of the process. */
export const environment = (): Record<string, string | undefined> => process.env;

/** Name, default and description of each setting, for docs/operations.md. */
export function describeSettings(): { name: string; default: string; meaning: string }[] {
  const defaults: Record<string, unknown> = schema.parse({});
  return Object.entries(schema.shape).map(([name, setting]) => ({
    name,
    default: defaults[name] === undefined ? "" : String(defaults[name]),
    meaning: setting.description ?? "",
  }));
}

const current = singleton("settings", (): { settings: Settings | undefined } => ({ settings: undefined }));

/** Sets the settings of the process. Each entry point calls it once, before anything else. */
export function provideSettings(settings: Settings): void {
  current().settings = settings;
}

/**
 * The settings of the process.
 * @throws Error before `provideSettings`
 */
export function settings(): Settings {
  const provided = current().settings;
  if (!provided) throw new Error("Settings are not available yet: call provideSettings() first.");
  return provided;
}
