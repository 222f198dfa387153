import proxyAddress from "proxy-addr";
import { z } from "zod";
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

/** The authority of a URL (user, password and host) and the rest after it. */
const AUTHORITY = /^[a-z]+:\/\/([^/?#]*)(.*)$/is;

/**
 * True if the user or password contains an unencoded delimiter. The rest of the password would be parsed, and printed, as
 * the host.
 * @param atSigns how many @ the authority may contain
 */
function hasUnencodedCharacter(url: string, atSigns: number): boolean {
  const [, authority = "", rest = ""] = AUTHORITY.exec(url) ?? [];
  return rest.includes("@") || authority.split("@").length - 1 > atSigns;
}

const UNENCODED_MESSAGE =
  "has an unencoded character in its user or password: write @ as %40, / as %2F, ? as %3F and # as %23";

/** @param atSigns how many @ the authority may contain: the user of a mail server may be an email address */
const url = (protocols: string[], example: string, atSigns = Number.POSITIVE_INFINITY) =>
  z
    .string()
    .refine((value) => !hasUnencodedCharacter(value, atSigns), { error: UNENCODED_MESSAGE, abort: true })
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL such as ${example}`,
    );

function isProxyList(list: string): boolean {
  try {
    proxyAddress.compile(list.split(",").map((entry) => entry.trim()));
    return true;
  } catch {
    return false;
  }
}

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
  DATABASE_URL: url(["postgres:", "postgresql:"], "postgres://user:password@host:5432/name", 1)
    .optional()
    .describe("A PostgreSQL server, version 15 or newer. By default, an embedded PostgreSQL is started."),
  STUDIO_DATA: z
    .string()
    .min(1)
    .default(".data")
    .describe("The folder of the embedded database and its secrets."),
  PUBLIC_URL: url(["http:", "https:"], "https://keys.example.com")
    .transform((value) => new URL(value).origin)
    .optional()
    .describe("The URL that users and API clients use. Default: http://localhost:PORT."),
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
  REDIS_URL: url(["redis:", "rediss:"], "redis://localhost:6379")
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
  SMTP_URL: url(["smtp:", "smtps:"], "smtp://user:password@host:587")
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

  const known = Object.keys(schema.shape);
  for (const name of Object.keys(environment)) {
    if (name.startsWith("STUDIO_") && !known.includes(name)) {
      problems.push(
        `${name} is not a setting of Agent Studio. Unset it, or see docs/operations.md for all settings.`,
      );
    }
  }
  if (given.DATABASE_URL && !given.AUTH_SECRET) {
    problems.push("AUTH_SECRET is required with DATABASE_URL. Generate one with: openssl rand -base64 32.");
  }
  if (parsed.success && portsConflict(parsed.data)) {
    problems.push(`METRICS_PORT and PORT are both ${parsed.data.PORT}. Set METRICS_PORT to another port.`);
  }
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems.join("\n"));
  return { ...parsed.data, PUBLIC_URL: parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}` };
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
