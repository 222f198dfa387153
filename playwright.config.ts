import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "playwright/test";
import { describeSettings } from "./lib/core/env";
import { installedBrowser } from "./testing/browser";

// The server under test and the tests' own seeding read the same settings. Only these three come from outside: tests
// create workspaces and users, and a DATABASE_URL in the environment may be that of a real database.
for (const { name } of describeSettings()) {
  if (!["PORT", "STUDIO_DATA", "LOG_LEVEL"].includes(name)) delete process.env[name];
}
process.env.PORT ??= "4173";
process.env.STUDIO_DATA ??= path.join(tmpdir(), "agent-studio-browser-tests");
process.env.LOG_LEVEL ??= "warn";

const chromium = installedBrowser();
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: true,
  // More than the cores: a worker often waits for the server. Measured on two cores: 309 s with three, 343 s with two.
  workers: 3,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  projects: [
    {
      name: "browser",
      testMatch: "**/*.spec.ts",
      // Tests that start servers of their own: `npm run test:full`.
      ...(process.env.FULL_TESTS === "1" ? {} : { grepInvert: /@full/ }),
    },
    // The README screenshots: `npm run screenshots`.
    { name: "screenshots", testMatch: "support/screenshots.ts" },
  ],
  use: {
    baseURL: `http://localhost:${process.env.PORT}`,
    viewport: { width: 1280, height: 800 },
    timezoneId: "Europe/London",
    locale: "en-GB",
    // Traces take a fifth of the time of a test: TRACE=1 npx playwright test FILE.
    trace: process.env.TRACE === "1" ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        ...(root ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node bin/start.mjs",
    url: `http://localhost:${process.env.PORT}/readyz`,
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "ignore",
    stderr: "pipe",
  },
});
