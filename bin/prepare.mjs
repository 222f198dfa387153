// What every command does first, with nothing but Node: install what is missing, bundle what changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { inUseMessage } from "./serving.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Ends the command with one line for people. */
function fail(line) {
  console.error(line);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed, 22 or newer is better.`);
  }
}

/** Installs what the lockfile says, development dependencies too, unless node_modules is what the lockfile says already. */
export async function ensureInstalled() {
  const stamp = path.join(root, "node_modules/.studio-lock");
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const trouble = await inUseMessage("The packages must be installed again");
  if (trouble) fail(trouble);
  console.error("Installing packages (about half a minute, once).");
  // An npm before 12 runs whatever a package brings. So first none is run, and then those of the allowed packages alone.
  const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  if (!npm(root, "ci", "--ignore-scripts", ...flags) || !runAllowedScripts()) {
    fail("The packages could not be installed. What npm says stands above; try again when it is solved.");
  }
  writeFileSync(stamp, lock);
}

/** Runs the install scripts of the packages that package.json allows, as far as this platform has them. */
function runAllowedScripts() {
  const { allowScripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const allowed = Object.keys(allowScripts).filter(
    (name) => allowScripts[name] && existsSync(path.join(root, "node_modules", name)),
  );
  return allowed.length === 0 || npm(root, "rebuild", "--ignore-scripts=false", ...allowed);
}

/**
 * Runs npm in a folder; its progress goes to standard error, so that a command's answer stays alone on standard output.
 * Whether it succeeded.
 */
export function npm(folder, ...args) {
  const [command, ...before] = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  return spawnSync(command, [...before, ...args], { cwd: folder, stdio: ["ignore", 2, 2] }).status === 0;
}

/** Bundles the server and the command line into dist/, when a source is newer than the last bundle. */
export async function ensureBundled() {
  const stamp = path.join(root, "dist/.bundled");
  const sources = ["db", "lib", "server.ts", "tsconfig.json", "package-lock.json"];
  const newest = Math.max(...sources.map((source) => newestChange(path.join(root, source))));
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

/** The latest modification under a path, in milliseconds; a removed file shows in its folder's time. */
function newestChange(target) {
  const info = statSync(target);
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(target, { withFileTypes: true })
    .map((entry) => newestChange(path.join(target, entry.name)))
    .reduce((a, b) => Math.max(a, b), info.mtimeMs);
}
