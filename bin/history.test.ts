import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { runNode } from "../testing/run-node";

const READ_PATCH = 'import { gitPatch } from "./bin/history.mjs"; console.log(gitPatch(process.argv[1]));';

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
    const { code, stdout, stderr } = await runNode(["--input-type=module", "-e", READ_PATCH, folder]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const line of ["of the side", "of main", "of the merge", "new in the merge", "of a branch"]) {
      expect(stdout).toMatch(new RegExp(`^[+]+ *${line}$`, "m"));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
