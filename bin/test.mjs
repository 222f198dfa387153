// npm test: everything that main must pass, from a fresh clone, in the order in which failing is cheapest.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
process.chdir(root);
ensureInstalled();
ensureBrowser();
ensureRedis();

const scratch = mkdtempSync(path.join(tmpdir(), "agent-studio-npm-test-"));
// Under root the database runs as somebody else, who must be able to enter.
chmodSync(scratch, 0o755);
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const unitReport = path.join(scratch, "vitest.json");
const storyReport = path.join(scratch, "playwright.json");
const totals = { passed: 0, failed: 0, skipped: 0 };

step("lint", "biome", ["ci", "--error-on-warnings"]);
step("types", "tsc", ["--noEmit"]);
step(
  "laws",
  "depcruise",
  ["app", "components", "db", "lib", "e2e", "server.ts", "proxy.ts", "--config", ".dependency-cruiser.cjs"],
  {
    // A reader that understands none of the files finds no breach in them either.
    check: (output) =>
      Number(/(\d+) modules/.exec(output)?.[1] ?? 0) > 50 || "dependency-cruiser read next to nothing.",
  },
);
step("unused code", "knip", []);
step("secrets", "secretlint", ["**/*", "**/.*"]);
const history = historyOf();
if (history)
  step("secrets in the history", "secretlint", ["--stdinFileName=history.patch"], { input: history });
else console.error("There is no history here: only the files are searched for secrets.");
step(
  "unit and integration tests",
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`],
  {
    after: () => {
      const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
        readFileSync(unitReport, "utf8"),
      );
      count(numPassedTests, numFailedTests, numPendingTests);
    },
  },
);
step("browser stories", "playwright", ["test", "--project=stories", "--reporter=list,json"], {
  env: {
    PORT: String(await freePort()),
    STUDIO_DATA: path.join(scratch, "data"),
    PLAYWRIGHT_JSON_OUTPUT_NAME: storyReport,
  },
  after: () => {
    const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(storyReport, "utf8")).stats;
    count(expected, unexpected + flaky, skipped);
  },
});
tellTotals();

function count(passed, failed, skipped) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

function tellTotals() {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
}

/** Runs one tool to its end and stops everything at its first failure. */
function step(title, tool, args, { env = {}, input, check, after } = {}) {
  console.log(`\n── ${title}`);
  const begun = Date.now();
  const result = spawnSync(process.execPath, [binOf(tool), ...args], {
    cwd: root,
    encoding: "utf8",
    ...(input ? { input } : {}),
    stdio: [input ? "pipe" : "ignore", check ? "pipe" : "inherit", "inherit"],
    env: { ...process.env, ...env, NODE_ENV: "test" },
  });
  if (check) process.stdout.write(result.stdout);
  const complaint = result.status === 0 && check ? check(result.stdout) : true;
  if (typeof complaint === "string") console.error(complaint);
  let status = complaint === true ? (result.status ?? 1) : 1;
  try {
    after?.();
  } catch (error) {
    console.error(`The ${title} left no report: ${error.message}`);
    status ||= 1;
  }
  console.log(
    `── ${title}: ${status === 0 ? "good" : "FAILED"} after ${((Date.now() - begun) / 1000).toFixed(1)} s`,
  );
  if (status === 0) return;
  if (after) tellTotals();
  process.exit(status);
}

/** Every line that any commit added or took away; undefined where the folder was not cloned, or without its past. */
function historyOf() {
  const git = (...args) =>
    spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 512 * 1024 * 1024 });
  if (git("rev-list", "--count", "HEAD").stdout?.trim() === "1") return undefined;
  const { status, stdout } = git("log", "-p", "--no-color", "--no-ext-diff", "HEAD");
  return status === 0 ? stdout : undefined;
}

/** A tool's own script, run by this Node: no shell and no PATH in between. */
function binOf(tool) {
  const packages = { biome: "@biomejs/biome", tsc: "typescript", depcruise: "dependency-cruiser" };
  const folder = path.join(root, "node_modules", packages[tool] ?? tool);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[tool]);
}

/** A chromium on the PATH, else Debian's when root, else Playwright's own. */
function ensureBrowser() {
  if (onPath("chromium") || installFromDebian("chromium", "chromium")) return;
  console.error("Downloading Playwright's chromium (once).");
  if (!run(process.execPath, [binOf("playwright"), "install", "chromium"])) {
    console.error(
      "No browser could be installed. Install chromium yourself, so that it is on the PATH, and run npm test again.",
    );
    process.exit(1);
  }
}

/** A redis-server on the PATH, else Debian's when root. Without one the tests of shared rate limits have nothing to share. */
function ensureRedis() {
  if (onPath("redis-server") || installFromDebian("redis-server", "redis-server")) return;
  console.error("There is no redis-server on the PATH: the tests of shared rate limits are skipped.");
}

function onPath(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

function run(command, args) {
  return spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;
}

function installFromDebian(name, program) {
  if (process.getuid?.() !== 0 || !onPath("apt-get")) return false;
  console.error(`Installing ${name} (once).`);
  return (
    run("apt-get", ["update"]) &&
    run("apt-get", ["install", "-y", "--no-install-recommends", name]) &&
    onPath(program)
  );
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
