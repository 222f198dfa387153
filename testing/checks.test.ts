import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binPath } from "../bin/tools.mjs";

// Each static check of `npm test` is shown to fail once: a check that cannot fail proves nothing.

let tree: string;

beforeAll(() => {
  tree = mkdtempSync(path.join(tmpdir(), "agent-studio-checks-"));
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Runs a tool of `npm test` and returns its exit code and everything that it printed. */
function check(
  tool: string,
  args: string[],
  { cwd = ".", input = "" } = {},
): { code: number; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binPath(tool), ...args], {
    cwd,
    input,
    encoding: "utf8",
  });
  return { code: status ?? 1, output: stdout + stderr };
}

test.each([
  ["noRestrictedImports", "db/x.ts", 'import { inArray } from "drizzle-orm";\nexport const x = inArray;\n'],
  ["noExplicitAny", "lib/core/x.ts", "export const x = (value: any) => value;\n"],
  ["noConsole", "lib/core/x.ts", "console.log(1);\n"],
  ["noProcessEnv", "lib/core/x.ts", "export const x = process.env.HOME;\n"],
  ["noNonNullAssertion", "lib/core/x.ts", "export const x = (value?: string) => value!;\n"],
])("the linter reports %s", (rule, file, text) => {
  const project = path.join(tree, rule);
  mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  cpSync("biome.json", path.join(project, "biome.json"));
  writeFileSync(path.join(project, file), text);
  const { code, output } = check("biome", ["lint", "--vcs-enabled=false", file], { cwd: project });
  expect([code, output]).toEqual([1, expect.stringContaining(rule)]);
});

test("knip reports a file and an export that nothing uses", () => {
  for (const file of ["package.json", "tsconfig.json", "knip.jsonc"]) cpSync(file, path.join(tree, file));
  symlinkSync(path.resolve("node_modules"), path.join(tree, "node_modules"));
  mkdirSync(path.join(tree, "lib/core"), { recursive: true });
  writeFileSync(path.join(tree, "server.ts"), 'import { used } from "./lib/core/used";\nused();\n');
  writeFileSync(
    path.join(tree, "lib/core/used.ts"),
    "export const used = () => {};\nexport const spare = 1;\n",
  );
  writeFileSync(path.join(tree, "lib/core/unused-file.ts"), "export const value = 1;\n");
  const { code, output } = check("knip", ["--include=files,exports"], { cwd: tree });
  expect(code).toBe(1);
  expect(output).toContain("unused-file.ts");
  expect(output).toContain("spare");
});

test.each([
  ["an API key", () => `ask_${randomBytes(37).toString("hex").slice(0, 49)}`],
  [
    "a database password",
    () => `postgres://admin:${randomBytes(12).toString("hex")}@db.internal:5432/studio`,
  ],
])("secretlint reports %s", (_, secret) => {
  const { code, output } = check("secretlint", ["--stdinFileName=history.patch"], {
    input: `+const key = "${secret()}";\n`,
  });
  expect(code).toBe(1);
  expect(output).toMatch(/error/);
});
