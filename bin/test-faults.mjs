// npm run test:faults: what takes minutes. Whole servers are killed, frozen and flooded, and nothing may be lost.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureInstalled, requireNode, root } from "./prepare.mjs";
import { countVitest, installFromDebian, isInstalled, printTotals, step } from "./tools.mjs";

/** Debian's packages, and how each shows that it is there. */
const PACKAGES = {
  "postgresql-15": () => existsSync("/usr/lib/postgresql/15/bin/pg_basebackup"),
  haproxy: () => isInstalled("haproxy"),
  "redis-server": () => isInstalled("redis-server"),
};

requireNode();
process.chdir(root);
await ensureInstalled();
const missing = Object.entries(PACKAGES)
  .filter(([name, isThere]) => !isThere() && !installFromDebian(name, isThere))
  .map(([name]) => name);
if (missing.length > 0) {
  console.error(
    `These tests need ${missing.join(", ")}. On Debian, install with: sudo apt-get install ${missing.join(" ")}`,
  );
  process.exit(1);
}

/** All of them together must not take longer, or nobody runs them. */
const MAX_MINUTES = 25;
// Some of them, or longer or shorter ones, are measured by nothing.
const isFullRun = process.argv.length === 2 && !process.env.SOAK_MINUTES && !process.env.DEAD_KEYS_REQUESTS;
const startedAt = Date.now();

const scratch = mkdtempSync(path.join(tmpdir(), "agent-studio-test-faults-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const report = path.join(scratch, "vitest.json");
step(
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
console.log(`${minutes.toFixed(1)} minutes in all`);
if (isFullRun && minutes > MAX_MINUTES) {
  console.error(`That is more than the ${MAX_MINUTES} minutes that they may take.`);
  process.exit(1);
}
