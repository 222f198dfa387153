// npm run test:faults: kills, freezes and floods whole servers for minutes, and checks that no acknowledged write is lost.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureInstalled, requireNode, root } from "./prepare.mjs";
import { countVitest, installFromDebian, isInstalled, printTotals, step } from "./tools.mjs";

/** Debian packages, and how to find out whether each is installed. */
const PACKAGES = {
  "postgresql-15": () => existsSync("/usr/lib/postgresql/15/bin/pg_basebackup"),
  haproxy: () => isInstalled("haproxy"),
  "redis-server": () => isInstalled("redis-server"),
};

requireNode();
process.chdir(root);
await ensureInstalled();
const missing = Object.entries(PACKAGES)
  .filter(([name, isAvailable]) => !isAvailable() && !installFromDebian(name, isAvailable))
  .map(([name]) => name);
if (missing.length > 0) {
  console.error(
    `These tests need ${missing.join(", ")}. On Debian, install with: sudo apt-get install ${missing.join(" ")}`,
  );
  process.exit(1);
}

/** The limit for all fault tests together, so that they can run before each closed issue. */
const MAX_MINUTES = 25;
// The limit does not apply to a selection of tests, or to changed durations.
const isFullRun =
  process.argv.length === 2 && !process.env.SOAK_MINUTES && !process.env.KEY_REVOCATION_REQUESTS;
const startedAt = Date.now();

const scratch = mkdtempSync(path.join(tmpdir(), "agent-studio-test-faults-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const report = path.join(scratch, "vitest.json");
await step(
  "faults",
  "vitest",
  [
    ...["run", "--config", "e2e/faults/vitest.config.ts", ...process.argv.slice(2)],
    ...["--reporter=verbose", "--reporter=json", `--outputFile.json=${report}`],
  ],
  { after: () => countVitest(report) },
);
printTotals();
const minutes = (Date.now() - startedAt) / 60_000;
console.log(`${minutes.toFixed(1)} minutes in total`);
if (isFullRun && minutes > MAX_MINUTES) {
  console.error(`The limit is ${MAX_MINUTES} minutes.`);
  process.exit(1);
}
