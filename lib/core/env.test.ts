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

test("docs/operations.md lists the settings as they are", () => {
  const rows = describeSettings().map(
    (setting) =>
      `| \`${setting.name}\` | ${setting.default ? `\`${setting.default}\`` : ""} | ${setting.meaning} |`,
  );
  const page = readFileSync("docs/operations.md", "utf8");
  const table = page.split("<!-- settings -->")[1]?.trim().split("\n").slice(2);
  expect(table).toEqual(rows);
});
