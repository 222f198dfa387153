// Shared by the test commands: runs tools, prints results, installs Debian packages.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { ensureInstalled, npm, requireNode, root } from "./prepare.mjs";

const totals = { passed: 0, failed: 0, skipped: 0 };

/** Adds the tests of one step to the closing line. */
export function count(passed, failed, skipped) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

/** Adds what vitest's JSON report says. */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that breaks before its first test fails, and has no test to count.
  count(numPassedTests, numFailedTests || (success ? 0 : 1), numPendingTests);
}

/** Prints the closing line. */
export function printTotals() {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
}

/** Runs one tool to its end and stops everything at its first failure. */
export function step(title, tool, args, { env = {}, input, check, after } = {}) {
  console.log(`\n── ${title}`);
  const startedAt = Date.now();
  const result = spawnSync(process.execPath, [binPath(tool), ...args], {
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
    `── ${title}: ${status === 0 ? "good" : "FAILED"} after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  if (status === 0) return;
  if (after) printTotals();
  process.exit(status);
}

/** A tool's own script, run by this Node: no shell and no PATH in between. */
export function binPath(tool) {
  const packages = { biome: "@biomejs/biome", tsc: "typescript", depcruise: "dependency-cruiser" };
  const folder = path.join(root, "node_modules", packages[tool] ?? tool);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[tool]);
}

/** True if the program is on the PATH. */
export function isInstalled(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** Runs a command with its output on standard error. @returns true on success */
export function run(command, args) {
  return spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;
}

/** Installs a Debian package if this process is root. @returns true if its program is available afterwards */
export function installFromDebian(name, isThere = () => isInstalled(name)) {
  if (process.getuid?.() !== 0 || !isInstalled("apt-get")) return false;
  console.error(`Installing ${name} (once).`);
  return (
    run("apt-get", ["update"]) &&
    run("apt-get", ["install", "-y", "--no-install-recommends", name]) &&
    isThere()
  );
}

/**
 * Runs a benchmark with the arguments of this command, then exits. Packages that only the benchmark needs are in their own
 * folder with their own lockfile, and are installed on first use.
 */
export async function benchWith(folder, script) {
  requireNode();
  process.chdir(root);
  await ensureInstalled();
  const installed = existsSync(path.join(folder, "node_modules"));
  if (!installed && !npm(path.resolve(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund")) {
    console.error(`Installing the packages of ${folder} failed. See the output of npm above.`);
    process.exit(1);
  }
  const args = ["--import", "tsx", script, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  process.exit(status ?? 1);
}

/** A free port on the loopback interface. */
export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
