import { expect, test } from "vitest";
import { readSettings } from "@/lib/core/env";
import { startupBanner } from "./startup-banner";

/** A URL with a user and a password. */
function withPassword(address: string, password: string): string {
  const url = new URL(address);
  url.username = "studio";
  url.password = password;
  return url.href;
}

test("shows the locations of services without secrets", () => {
  const banner = startupBanner(
    readSettings({
      DATABASE_URL: withPassword("postgres://db.example.com:6432/keys?password=hush-2", "hush-1"),
      AUTH_SECRET: "hush-3 hush-3 hush-3 hush-3 hush-3 hush-3",
      REDIS_URL: withPassword("rediss://cache.example.com:6380", "hush-4"),
      SMTP_URL: withPassword("smtps://mail.example.com", "hush-5"),
      TRUST_PROXY: "10.0.0.0/8",
      METRICS_PORT: "9100",
    }),
  );
  expect(banner).not.toContain("hush");
  expect(banner.split("\n").map((line) => line.trim())).toEqual([
    "Listening: 127.0.0.1:3000",
    "Database: db.example.com:6432/keys",
    "Trusted proxies: 10.0.0.0/8",
    "Rate limits: shared at cache.example.com:6380",
    "Mail: mail.example.com",
    "Metrics: 127.0.0.1:9100/metrics",
  ]);
  expect(startupBanner(readSettings({}))).toContain("Database: embedded, in .data");
});
