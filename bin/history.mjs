// The Git history that the secret scan reads.
import { spawnSync } from "node:child_process";

/**
 * Every line that any commit of any branch added or removed. Of merge commits, what differs from all of their parents.
 * Undefined without a repository, or in a clone without history.
 */
export function gitPatch(folder) {
  const git = (...args) =>
    spawnSync("git", args, { cwd: folder, encoding: "utf8", maxBuffer: 512 * 1024 * 1024 });
  if (git("rev-list", "--count", "HEAD").stdout?.trim() === "1") return undefined;
  const { status, stdout } = git("log", "-p", "-c", "--no-color", "--no-ext-diff", "--all", "HEAD");
  return status === 0 ? stdout : undefined;
}
