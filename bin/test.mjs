// npm test: every check that main must pass, from a fresh clone. With --full, the long versions of the tests too.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gitPatch } from "./history.mjs";
import { ensureInstalled, requireNode, root } from "./prepare.mjs";
import {
  binPath,
  count,
  countVitest,
  freePort,
  installFromDebian,
  isInstalled,
  printTotals,
  run,
  step,
} from "./tools.mjs";

const full = process.argv.includes("--full");
// What reads it: playwright.config.ts, vitest.config.ts, e2e/support/audit.ts, testing/property/runs.ts.
if (full) process.env.FULL_TESTS = "1";
else delete process.env.FULL_TESTS;

const startedAt = Date.now();
requireNode();
process.chdir(root);
await ensureInstalled();
ensureBrowser();
ensureProgram("redis-server", "the tests of shared rate limits are");
ensureProgram("haproxy", "the browser test behind a TLS proxy is");
ensureProgram("openssl", "the browser test behind a TLS proxy is");

const scratch = mkdtempSync(path.join(tmpdir(), "agent-studio-npm-test-"));
// Under root, the database runs as another user, who must be able to enter.
chmodSync(scratch, 0o755);
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const unitReport = path.join(scratch, "vitest.json");
const browserReport = path.join(scratch, "playwright.json");

// Two at a time: each of these uses one core for most of its time.
await Promise.all([typesThenBuild(), otherStaticChecks()]);

await step(
  "unit and integration tests",
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`],
  { after: () => countVitest(unitReport) },
);
await step("browser tests", "playwright", ["test", "--project=browser", "--reporter=list,json"], {
  env: {
    PORT: String(await freePort()),
    STUDIO_DATA: path.join(scratch, "data"),
    PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
  },
  after: () => {
    const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(browserReport, "utf8")).stats;
    count(expected, unexpected + flaky, skipped);
  },
});
console.log(`\n${((Date.now() - startedAt) / 60_000).toFixed(1)} minutes in total`);
printTotals();

/** The build comes after the type check, which reads files in `.next` that the build replaces. */
async function typesThenBuild() {
  await step("types", "tsc", ["--noEmit"], { buffered: true });
  // The server of the browser tests would build the pages too, but only once they start.
  await step("build", path.join(root, "bin/build.mjs"), [], {
    buffered: true,
    env: { NODE_ENV: "production" },
  });
}

async function otherStaticChecks() {
  await step("lint", "biome", ["ci", "--error-on-warnings"], { buffered: true });
  await step(
    "import rules",
    "depcruise",
    [
      ...[
        "app",
        "bench",
        "bin",
        "components",
        "db",
        "e2e",
        "lib",
        "testing",
        "server.ts",
        "proxy.ts",
        "instrumentation-client.ts",
        "next.config.ts",
      ],
      ...["--config", ".dependency-cruiser.cjs"],
    ],
    {
      buffered: true,
      // A parser that understands none of the files finds no violations in them either.
      check: (output) =>
        Number(/(\d+) modules/.exec(output)?.[1] ?? 0) > 50 || "dependency-cruiser read almost nothing.",
    },
  );
  await step("unused code", "knip", [], { buffered: true });
  await step("secrets", "secretlint", ["**/*", "**/.*"], { buffered: true });
  await scanHistory();
}

/** Scans the whole history for secrets: a second for every 15 MB of it. */
async function scanHistory() {
  const history = gitPatch(root);
  if (history === undefined) {
    console.error("This folder has no Git history: only its files are scanned for secrets.");
    return;
  }
  await step("secrets in the history", "secretlint", ["--stdinFileName=history.patch"], {
    input: history,
    buffered: true,
  });
}

/** Installs Debian's headless Chromium as root, or finds Chromium on the PATH, or downloads Playwright's. */
function ensureBrowser() {
  const shell = "chromium-headless-shell";
  if (isInstalled(shell) || installFromDebian(shell) || isInstalled("chromium")) return;
  console.error("Downloading Playwright's chromium (once).");
  if (!run(process.execPath, [binPath("playwright"), "install", "chromium"])) {
    console.error(
      "No browser could be installed. Install chromium, so that it is on the PATH, and run npm test again.",
    );
    process.exit(1);
  }
}

/** Finds a program on the PATH, or installs Debian's package as root. Without it, the tests that use it are skipped. */
function ensureProgram(name, skipped) {
  if (isInstalled(name) || installFromDebian(name)) return;
  console.error(`${name} is not on the PATH: ${skipped} skipped.`);
}
