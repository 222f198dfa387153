import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeSettings, readSettings, SettingsError } from "./env";

const problems = (environment: Record<string, string>): string[] => {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
};

test("uses the defaults without any settings", () => {
  expect(readSettings({ PATH: "/bin", PORT: "" })).toMatchObject({
    PORT: 3000,
    HOST: "127.0.0.1",
    STUDIO_DATA: ".data",
    PUBLIC_URL: "http://localhost:3000",
  });
  expect(readSettings({ PORT: "4000" }).PUBLIC_URL).toBe("http://localhost:4000");
  expect(readSettings({ PUBLIC_URL: "https://keys.example.com/" }).PUBLIC_URL).toBe(
    "https://keys.example.com",
  );
});

test("reports all problems at once, one line each, with a fix", () => {
  const lines = problems({
    PORT: "http",
    LOG_LEVEL: "loud",
    DATABASE_URL: "mysql://x",
    STUDIO_DATTA: "/x",
    AUTH_SECRET: "short",
    TRUST_PROXY: "10.0.0.0/8,the-proxy",
    RATE_LIMIT_IMPORT: "fast",
  });
  expect(lines).toHaveLength(7);
  expect(lines).toContain("PORT must be a port number from 1 to 65535.");
  expect(lines).toContain("RATE_LIMIT_IMPORT must be a number of lines per second, such as 1000.");
  expect(
    lines.some((line) => line.startsWith("STUDIO_DATTA is not a setting of Agent Studio. Unset it")),
  ).toBe(true);
});

test("requires AUTH_SECRET with DATABASE_URL", () => {
  const DATABASE_URL = "postgres://studio:secret@db.example.com/studio";
  expect(problems({ DATABASE_URL })).toEqual([
    "AUTH_SECRET is required with DATABASE_URL. Generate one with: openssl rand -base64 32.",
  ]);
  expect(problems({ DATABASE_URL, AUTH_SECRET: "x".repeat(32) })).toEqual([]);
});

const ENCODE =
  "has an unencoded character in its user or password: write @ as %40, / as %2F, ? as %3F and # as %23.";

test.each(["hush@hush", "hush@hush/1", "hush/@hush", "hush#@1", "1#hush", "1/hush", "1?hush", "hush?hush"])(
  "rejects a password with unencoded characters without printing any part of it: %s",
  (password) => {
    const AUTH_SECRET = "x".repeat(32);
    const address = (secret: string) => ["postgres://studio:", secret, "@db.example.com/studio"].join("");
    const lines = problems({ DATABASE_URL: address(password), AUTH_SECRET });
    expect(lines).toEqual([`DATABASE_URL ${ENCODE}`]);
    expect(lines.join()).not.toContain("hush");
    expect(problems({ DATABASE_URL: address(encodeURIComponent(password)), AUTH_SECRET })).toEqual([]);
  },
);

test("rejects such passwords in SMTP_URL and REDIS_URL, and accepts an email address as a mail user", () => {
  const SMTP_URL = ["smtp://ada@example.com:1/hush", "@mail.example.com"].join("");
  const REDIS_URL = ["redis://user:1#hush", "@cache.example.com"].join("");
  expect(problems({ SMTP_URL, REDIS_URL })).toEqual([`REDIS_URL ${ENCODE}`, `SMTP_URL ${ENCODE}`]);
  expect(problems({ SMTP_URL: ["smtp://ada@example.com:hush", "@mail.example.com"].join("") })).toEqual([]);
});

test("requires a separate METRICS_PORT on the same IP address", () => {
  const line = "METRICS_PORT and PORT are both 4000. Set METRICS_PORT to another port.";
  const ports = { PORT: "4000", METRICS_PORT: "4000" };
  expect(problems(ports)).toEqual([line]);
  expect(problems({ ...ports, HOST: "0.0.0.0", METRICS_HOST: "10.0.0.1" })).toEqual([line]);
  expect(problems({ ...ports, HOST: "localhost" })).toEqual([line]);
  expect(problems({ ...ports, HOST: "10.0.0.2", METRICS_HOST: "10.0.0.1" })).toEqual([]);
});

const NO_PATH =
  "PUBLIC_URL must have no path: the console only runs at the root of a host. Give it a host name of its own, such as https://keys.example.com.";
const ORIGIN_ONLY = "PUBLIC_URL must have no user, query or fragment, such as https://keys.example.com.";
const PROXIES = "TRUST_PROXY must be IP addresses or networks, such as 10.0.0.0/8,192.0.2.7.";
const DATABASE =
  "DATABASE_URL must not choose a schema: the tables are always in the schema public. Use a database of its own.";
const REDIS =
  "REDIS_URL must have nothing but a database number after its host, such as redis://localhost:6379/0.";

test.each<[Record<string, string>, ...string[]]>([
  [{ PUBLIC_URL: "https://example.com/studio" }, NO_PATH],
  [{ PUBLIC_URL: "https://example.com/studio/" }, NO_PATH],
  [{ PUBLIC_URL: "https://example.com//" }, NO_PATH],
  [{ PUBLIC_URL: "https://example.com\\studio" }, NO_PATH],
  [{ PUBLIC_URL: "https://example.com/%2f" }, NO_PATH],
  [{ PUBLIC_URL: "https://example.com/studio?x#y" }, NO_PATH],
  [{ PUBLIC_URL: "https://example.com?x=1" }, ORIGIN_ONLY],
  [{ PUBLIC_URL: "https://example.com/#x" }, ORIGIN_ONLY],
  [{ PUBLIC_URL: "https://ada@example.com" }, ORIGIN_ONLY],
  [
    { PUBLIC_URL: "http://0.0.0.0:3000" },
    "PUBLIC_URL must name a host that users can open, such as https://keys.example.com.",
  ],
  [
    { PUBLIC_URL: "http://[::]:3000" },
    "PUBLIC_URL must name a host that users can open, such as https://keys.example.com.",
  ],
  [{ PUBLIC_URL: " https://example.com" }, "PUBLIC_URL has white space at its start or end. Remove it."],
  [{ LOG_RETENTION_DAYS: "30\r" }, "LOG_RETENTION_DAYS has white space at its start or end. Remove it."],
  [{ TRUST_PROXY: "10/8" }, PROXIES],
  [{ TRUST_PROXY: "010.0.0.1" }, PROXIES],
  [{ TRUST_PROXY: "0x0a000001" }, PROXIES],
  [{ TRUST_PROXY: "::ffff:10.0.0.0/8" }, PROXIES],
  [{ TRUST_PROXY: "10.0.0.0/0" }, PROXIES],
  [{ TRUST_PROXY: "10.0.0.0/33" }, PROXIES],
  [{ TRUST_PROXY: "10.0.0.0/8/8" }, PROXIES],
  [{ TRUST_PROXY: "10.0.0.1," }, PROXIES],
  [{ TRUST_PROXY: "*" }, PROXIES],
  [{ REDIS_URL: "redis://cache.example.com/studio" }, REDIS],
  [{ REDIS_URL: "redis://cache.example.com/0?tls=true" }, REDIS],
  [{ SMTP_URL: "smtp://ada@mail.example.com" }, "SMTP_URL must have a user and a password, or neither."],
  [
    { SMTP_URL: "smtp://mail.example.com/inbox" },
    "SMTP_URL must have no path, such as smtp://user:password@host:587.",
  ],
  [{ DATABASE_URL: "postgres://db/studio?schema=keys", AUTH_SECRET: "x".repeat(32) }, DATABASE],
  [
    { METRICS_HOST: "10.0.0.1" },
    "METRICS_HOST has no effect without METRICS_PORT. Set METRICS_PORT, or unset METRICS_HOST.",
  ],
  [
    { MAIL_FROM: "keys@example.com" },
    "MAIL_FROM has no effect without SMTP_URL. Set SMTP_URL, or unset MAIL_FROM.",
  ],
  [
    { SMTP_URL: "smtp://mail.example.com", PUBLIC_URL: "http://10.0.0.7:3000" },
    "MAIL_FROM is required with SMTP_URL, because PUBLIC_URL has an IP address. Set it to an email address.",
  ],
  [
    { PUBLICURL: "https://example.com" },
    "PUBLICURL is not a setting of Agent Studio. Rename it to PUBLIC_URL, or unset it.",
  ],
  [
    { trust_proxy: "10.0.0.1" },
    "trust_proxy is not a setting of Agent Studio. Rename it to TRUST_PROXY, or unset it.",
  ],
  [
    { STUDIODATA: "/x" },
    "STUDIODATA is not a setting of Agent Studio. Rename it to STUDIO_DATA, or unset it.",
  ],
  [
    { RATE_LIMIT_PER_IP: "5" },
    "RATE_LIMIT_PER_IP is not a setting of Agent Studio. Unset it, or see docs/operations.md for all settings.",
  ],
])("refuses %j, which would not do what it says", (environment, ...lines) => {
  expect(problems(environment)).toEqual(lines);
});

test.each<Record<string, string>>([
  { PUBLIC_URL: "https://keys.example.com:8443/" },
  { PUBLIC_URL: "HTTP://[2001:db8::1]:3000" },
  { PUBLIC_URL: "https://keys.example.com/?" },
  { TRUST_PROXY: "10.0.0.0/255.0.0.0, loopback, 2001:db8::/32, ::1, ::ffff:10.0.0.5, 10.1.2.3/8" },
  { REDIS_URL: "rediss://:secret@cache.example.com:6380/3" },
  { SMTP_URL: "smtps://mail.example.com:465/?pool=true" },
  { DATABASE_URL: "postgres://db/studio?sslmode=require&application_name=x", AUTH_SECRET: "x".repeat(32) },
  { METRICS_HOST: "10.0.0.1", METRICS_PORT: "9090" },
  { host: "x", port: "y", LOGGING: "z", PGHOST: "db" },
])("accepts %j", (environment) => {
  expect(problems(environment)).toEqual([]);
});

test("docs/operations.md lists the settings as they are", () => {
  const rows = describeSettings().map(
    (setting) =>
      `| \`${setting.name}\` | ${setting.default ? `\`${setting.default}\`` : ""} | ${setting.meaning} |`,
  );
  const page = readFileSync("docs/operations.md", "utf8");
  const table = page.split("<!-- settings -->")[1]?.trim().split("\n").slice(2);
  expect(table).toEqual(rows);
});
