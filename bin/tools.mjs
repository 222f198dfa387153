// What the test and measurement commands share: running tools, counting tests, installing Debian packages.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { ensureInstalled, npm, requireNode, root } from "./prepare.mjs";

const totals = { passed: 0, failed: 0, skipped: 0 };
const running = new Set();

/** Adds the tests of one step to the closing line. */
export function count(passed, failed, skipped) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}

/** Adds the tests in Vitest's JSON report. */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that fails before its first test has no test to count.
  count(numPassedTests, numFailedTests || (success ? 0 : 1), numPendingTests);
}

/** Prints the closing line, which CI reads. */
export function printTotals() {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
}

/**
 * Runs a tool, or a script of `bin/` given by its path. The first failure ends this command and all steps that run
 * beside the failed one.
 *
 * @param options.input standard input
 * @param options.buffered prints the output at the end: for steps that run side by side
 * @param options.check reads the output. Returns a message when the tool succeeded without doing its work, else true.
 * @param options.after runs when the tool has ended, also when it failed
 */
export async function step(title, tool, args, { env = {}, input, buffered = false, check, after } = {}) {
  if (!buffered) console.log(`\n── ${title}`);
  const startedAt = Date.now();
  const captured = buffered || check;
  const child = spawn(process.execPath, [tool.endsWith(".mjs") ? tool : binPath(tool), ...args], {
    cwd: root,
    stdio: [input ? "pipe" : "ignore", captured ? "pipe" : "inherit", buffered ? "pipe" : "inherit"],
    env: { ...process.env, NODE_ENV: "test", ...env },
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }
  if (input) child.stdin.on("error", () => {}).end(input);
  let status = await new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
  running.delete(child);
  if (buffered) console.log(`\n── ${title}`);
  if (captured) process.stdout.write(output);
  const complaint = status === 0 && check ? check(output) : true;
  if (typeof complaint === "string") {
    console.error(complaint);
    status = 1;
  }
  try {
    after?.();
  } catch (error) {
    console.error(`The step ${title} left no report: ${error.message}`);
    status ||= 1;
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${title}: ${status === 0 ? "passed" : "FAILED"} after ${seconds} s`);
  if (status === 0) return;
  for (const other of running) other.kill();
  if (after) printTotals();
  process.exit(status);
}

/** The path of a tool's own script, which this Node runs: without a shell or the PATH. */
export function binPath(tool) {
  const packages = { biome: "@biomejs/biome", tsc: "typescript", depcruise: "dependency-cruiser" };
  const folder = path.join(root, "node_modules", packages[tool] ?? tool);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[tool]);
}

/** Whether the shell finds a program. */
export function isInstalled(program) {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** Runs a command with its output on standard error. Returns whether it succeeded. */
export function run(command, args) {
  return spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;
}

/** Installs a package if this process is root on Debian. Returns whether `isAvailable` is true afterwards. */
export function installFromDebian(name, isAvailable = () => isInstalled(name)) {
  if (process.getuid?.() !== 0 || !isInstalled("apt-get")) return false;
  console.error(`Installing ${name} (once).`);
  return (
    run("apt-get", ["update"]) &&
    run("apt-get", ["install", "-y", "--no-install-recommends", name]) &&
    isAvailable()
  );
}

/**
 * Runs a measurement with the arguments of this command, and exits with its status. The packages that only this
 * measurement needs are in a folder with its own lockfile. The first run installs them.
 */
export async function benchWith(folder, script) {
  requireNode();
  process.chdir(root);
  await ensureInstalled();
  const installed = existsSync(path.join(folder, "node_modules"));
  if (!installed && !npm(path.resolve(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund")) {
    console.error(`The packages of ${folder} could not be installed. See npm's output above.`);
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
