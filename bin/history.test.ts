import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { runNode } from "../testing/run-node";

const READ_PATCH =
  'import { gitPatch } from "./bin/history.mjs"; console.log(gitPatch(process.argv[1], process.argv.slice(2)));';

test("the Git patch includes changes made only in a merge commit, and other branches", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "agent-studio-history-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
      cwd: folder,
    });
  const commit = (file: string, text: string) => {
    writeFileSync(path.join(folder, file), text);
    git("add", ".");
    git("commit", "-q", "-m", "x");
  };
  try {
    git("init", "-q", "-b", "main");
    commit("shared", "1\n2\n3\n");
    git("switch", "-q", "-c", "side");
    commit("shared", "1\n2\n3\nof the side\n");
    git("switch", "-q", "main");
    commit("other", "of main\n");
    git("merge", "-q", "--no-ff", "--no-commit", "side");
    writeFileSync(path.join(folder, "shared"), "1\nof the merge\n2\n3\nof the side\n");
    writeFileSync(path.join(folder, "new"), "new in the merge\n");
    git("add", ".");
    git("commit", "-q", "-m", "merge");
    git("rm", "-q", "new");
    commit("shared", "1\n2\n3\n");
    git("switch", "-q", "-c", "elsewhere");
    commit("elsewhere", "of a branch\n");
    git("switch", "-q", "main");
    const readPatch = async (...scanned: string[]) => {
      const args = ["--input-type=module", "-e", READ_PATCH, folder, ...scanned];
      const { code, stdout, stderr } = await runNode(args);
      expect([code, stderr]).toEqual([0, ""]);
      return stdout;
    };
    const stdout = await readPatch();
    for (const line of ["of the side", "of main", "of the merge", "new in the merge", "of a branch"]) {
      expect(stdout).toMatch(new RegExp(`^[+]+ *${line}$`, "m"));
    }
    const unscanned = await readPatch("main", "0".repeat(40));
    expect(unscanned).toContain("of a branch");
    expect(unscanned).not.toContain("of main");
    expect(await readPatch("main", "elsewhere")).toBe("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
