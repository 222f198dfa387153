// The first step of every command, which needs only Node.js: installs missing packages and rebuilds a stale bundle.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { inUseMessage } from "./serving.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Exits with a one-line message. */
function fail(line) {
  console.error(line);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old. Use 20.19 or newer; 22 or newer is recommended.`);
  }
}

/** Installs the packages of the lockfile, including development dependencies, unless node_modules is up to date. */
export async function ensureInstalled() {
  const stamp = path.join(root, "node_modules/.studio-lock");
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const inUse = await inUseMessage("The packages must be reinstalled");
  if (inUse) fail(inUse);
  console.error("Installing packages. This takes about half a minute, once.");
  // npm before 12 runs the install scripts of all packages. So this runs none first, then only those of allowed packages.
  const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  if (!npm(root, "ci", "--ignore-scripts", ...flags) || !runAllowedScripts()) {
    fail("Installing the packages failed. See the output of npm above.");
  }
  writeFileSync(stamp, lock);
}

/** Runs the install scripts of the packages that package.json allows and this platform has. */
function runAllowedScripts() {
  const { allowScripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const allowed = Object.keys(allowScripts).filter(
    (name) => allowScripts[name] && existsSync(path.join(root, "node_modules", name)),
  );
  return allowed.length === 0 || npm(root, "rebuild", "--ignore-scripts=false", ...allowed);
}

/**
 * Runs npm in a folder. Its output goes to standard error, because standard output is reserved for the result.
 * @returns true on success
 */
export function npm(folder, ...args) {
  const [command, ...before] = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  return spawnSync(command, [...before, ...args], { cwd: folder, stdio: ["ignore", 2, 2] }).status === 0;
}

/** Everything that the bundles depend on. */
const SOURCES = ["bin/serving.mjs", "db", "lib", "server.ts", "tsconfig.json", "package-lock.json"];

/** Bundles the server and the command line into dist/ if a source changed since the last bundle. */
export async function ensureBundled() {
  const stamp = path.join(root, "dist/.bundled");
  const newest = Math.max(...SOURCES.map((source) => newestChange(path.join(root, source))));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === String(newest)) return;
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: { server: "server.ts", studio: "lib/cli/main.ts", build: "lib/server/build-pages.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  writeFileSync(stamp, String(newest));
}

/** The latest modification time under a path, in milliseconds. Removing a file changes the time of its folder. */
function newestChange(target) {
  const info = statSync(target);
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(target, { withFileTypes: true })
    .map((entry) => newestChange(path.join(target, entry.name)))
    .reduce((a, b) => Math.max(a, b), info.mtimeMs);
}
