import proxyAddress from "proxy-addr";
import { z } from "zod";
import { singleton } from "./singleton";
import { requirementMessage } from "./validation-messages";

const port = z.coerce
  .number({ error: "must be a port number from 1 to 65535" })
  .int("must be a port number from 1 to 65535")
  .min(1, "must be a port number from 1 to 65535")
  .max(65_535, "must be a port number from 1 to 65535");

const perSecond = z.coerce
  .number({ error: "must be a number of requests per second, such as 100" })
  .positive("must be more than 0")
  .max(1_000_000, "must be at most 1000000");

/** Where an address has its user, its password and its host: between the slashes and what follows the host. */
const AUTHORITY = /^[a-z]+:\/\/([^/?#]*)(.*)$/is;

/**
 * Whether a user or password has a character that ends them too early: what is left of the password would be taken, and
 * shown, for the host.
 * @param atSigns how many are allowed in the authority
 */
function hasUnencodedCharacter(address: string, atSigns: number): boolean {
  const [, authority = "", rest = ""] = AUTHORITY.exec(address) ?? [];
  return rest.includes("@") || authority.split("@").length - 1 > atSigns;
}

const UNENCODED_MESSAGE =
  "has an unencoded character in its user or password: write @ as %40, / as %2F, ? as %3F and # as %23";

/** @param atSigns how many unencoded @ the authority may have: some users of mail servers are addresses */
const url = (protocols: string[], example: string, atSigns = Number.POSITIVE_INFINITY) =>
  z
    .string()
    .refine((value) => !hasUnencodedCharacter(value, atSigns), { error: UNENCODED_MESSAGE, abort: true })
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be an address such as ${example}`,
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
 * Every setting there is: its definition, its check and, through `describe`, its line in docs/operations.md.
 * Nothing else in the project reads the environment.
 */
const schema = z.object({
  PORT: port.default(3000).describe("The port that serves everything."),
  HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("The address to listen on; 0.0.0.0 for every interface."),
  DATABASE_URL: url(["postgres:", "postgresql:"], "postgres://user:password@host:5432/name", 1)
    .optional()
    .describe("A PostgreSQL server, version 15 or newer. Without it, an embedded one is started."),
  STUDIO_DATA: z
    .string()
    .min(1)
    .default(".data")
    .describe("Where the embedded database and its secrets live."),
  PUBLIC_URL: url(["http:", "https:"], "https://keys.example.com")
    .transform((value) => new URL(value).origin)
    .optional()
    .describe("The address that people and clients use. Default: http://localhost:PORT."),
  AUTH_SECRET: z
    .string()
    .min(32, "must have at least 32 characters; make one with: openssl rand -base64 32")
    .optional()
    .describe(
      "Signs session cookies. Made and kept in STUDIO_DATA when embedded; required with DATABASE_URL.",
    ),
  RATE_LIMIT_PER_KEY: perSecond
    .default(100)
    .describe("Requests per second for one key; bursts may be twice that."),
  RATE_LIMIT_PER_ADDRESS: perSecond
    .default(100)
    .describe(
      "Requests per second from one address, of IPv6 one /64, without a good key; bursts may be twice that.",
    ),
  RATE_LIMIT_PER_TOKEN: perSecond
    .default(500)
    .describe(
      "Requests per second for one runtime token, and 16 KiB of a body count as one more; bursts may be twice that.",
    ),
  RATE_LIMIT_IMPORT: perSecond
    .default(1000)
    .describe(
      "Lines per second that the imports of one runtime token take in, and 16 KiB of a line count as one more; what is more waits.",
    ),
  REDIS_URL: url(["redis:", "rediss:"], "redis://localhost:6379")
    .optional()
    .describe(
      "A Redis or Valkey that instances share their rate limits through. Without it, each counts for itself.",
    ),
  TRUST_PROXY: z
    .string()
    .refine(isProxyList, "must be addresses or networks, such as 10.0.0.0/8,192.0.2.7")
    .optional()
    .describe("Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas."),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "must be one of fatal, error, warn, info, debug, trace, silent",
    })
    .default("info")
    .describe("How much is logged."),
  METRICS_PORT: port.optional().describe("A port of its own for Prometheus metrics; off without it."),
  METRICS_HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("The address that METRICS_PORT listens on; one that only Prometheus can reach."),
  DRAIN_SECONDS: z.coerce
    .number({ error: "must be a number of seconds from 0 to 300" })
    .min(0, "must be at least 0")
    .max(300, "must be at most 300")
    .default(0)
    .describe("How long a stopping instance says no at /readyz and still serves; for load balancers."),
  LOG_RETENTION_DAYS: z.coerce
    .number({ error: "must be a number of days from 1 to 3650" })
    .int("must be a whole number of days")
    .min(1, "must be at least 1")
    .max(3650, "must be at most 3650")
    .default(30)
    .describe("How many days the request log is kept."),
  SMTP_URL: url(["smtp:", "smtps:"], "smtp://user:password@host:587")
    .optional()
    .describe("A mail server for invitations. Without it, invitations are links to pass on by hand."),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]+$/, "must be an address such as Agent Studio <keys@example.com>")
    .optional()
    .describe("Whom mails come from. Default: no-reply@ the host of PUBLIC_URL."),
});

type Parsed = z.output<typeof schema>;

/** The settings in force. `AUTH_SECRET` and `PUBLIC_URL` are always there: given, made or derived. */
export type Settings = Omit<Parsed, "PUBLIC_URL"> & { PUBLIC_URL: string };

/** Settings that cannot be used: `message` lists every problem, a line each. */
export class SettingsError extends Error {}

/**
 * Checks the environment.
 * @throws SettingsError naming every setting that is malformed, missing or unknown
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  // An empty variable is how shells and container files say "unset".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given, { error: requirementMessage });
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);

  const known = Object.keys(schema.shape);
  for (const name of Object.keys(environment)) {
    if (name.startsWith("STUDIO_") && !known.includes(name)) {
      problems.push(
        `${name} is no setting of Agent Studio. Unset it, or see docs/operations.md for the settings.`,
      );
    }
  }
  if (given.DATABASE_URL && !given.AUTH_SECRET) {
    problems.push("AUTH_SECRET is required with DATABASE_URL. Make one with: openssl rand -base64 32.");
  }
  if (parsed.success && portsConflict(parsed.data)) {
    problems.push(`METRICS_PORT and PORT are both ${parsed.data.PORT}. Set METRICS_PORT to another port.`);
  }
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems.join("\n"));
  return { ...parsed.data, PUBLIC_URL: parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}` };
}

/** Whether metrics would be served on the address and port of everything else. */
function portsConflict({ HOST, PORT, METRICS_HOST, METRICS_PORT }: Parsed): boolean {
  const everywhere = ["0.0.0.0", "::"];
  const overlap = HOST === METRICS_HOST || [HOST, METRICS_HOST].some((host) => everywhere.includes(host));
  const loopback = [HOST, METRICS_HOST].every((host) => ["127.0.0.1", "localhost"].includes(host));
  return PORT === METRICS_PORT && (overlap || loopback);
}

/** The environment as the process got it. */
export const environment = (): Record<string, string | undefined> => process.env;

/** The table of settings for the documents: name, default and meaning. */
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
