// The part of the Git history that the secret scan reads, and how far it has read.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const MAX_PATCH_BYTES = 512 * 1024 * 1024;

/** Commits that a scan with these rules has read. `npm ci` removes the file, and a change of the rules invalidates it. */
const CACHE = "node_modules/.cache/secret-scan.json";
const RULES = [".secretlintrc.json", "package-lock.json"];

const git = (folder, ...args) =>
  spawnSync("git", args, { cwd: folder, encoding: "utf8", maxBuffer: MAX_PATCH_BYTES });

/**
 * Every line that any commit of any branch added or removed. Of merge commits, what differs from all of their parents.
 * Undefined without a repository, or in a clone without history.
 *
 * @param scanned commits whose history is left out
 */
export function gitPatch(folder, scanned = []) {
  if (git(folder, "rev-list", "--count", "HEAD").stdout?.trim() === "1") return undefined;
  const known = scanned.filter((commit) => git(folder, "cat-file", "-e", `${commit}^{commit}`).status === 0);
  const range = ["--all", "HEAD", ...(known.length > 0 ? ["--not", ...known] : [])];
  const { status, stdout } = git(folder, "log", "-p", "-c", "--no-color", "--no-ext-diff", ...range);
  return status === 0 ? stdout : undefined;
}

/** The commits up to which a scan with today's rules found nothing. Empty before the first scan. */
export function scannedCommits(folder) {
  try {
    const { rules, commits } = JSON.parse(readFileSync(path.join(folder, CACHE), "utf8"));
    return rules === hashRules(folder) ? commits : [];
  } catch {
    return [];
  }
}

/** The newest commit of every branch and tag, and of the checkout. */
export function branchTips(folder) {
  const { stdout } = git(folder, "rev-parse", "HEAD", "--branches", "--remotes", "--tags");
  return [...new Set(stdout.split("\n").filter(Boolean))];
}

/** Records that a scan has read everything up to these commits. */
export function saveScannedCommits(folder, commits) {
  const file = path.join(folder, CACHE);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ rules: hashRules(folder), commits }));
}

function hashRules(folder) {
  const hash = createHash("sha256");
  for (const file of RULES) hash.update(readFileSync(path.join(folder, file)));
  return hash.digest("hex");
}
