import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type IConfiguration, type ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, expect, test } from "vitest";

// Each rule is violated once in a temporary tree, because a rule that cannot fail looks like one that is followed.

const { forbidden = [], options }: IConfiguration = createRequire(import.meta.url)(
  "../.dependency-cruiser.cjs",
);

/** One violation of each rule: the file that breaks it, and what that file imports. */
const VIOLATIONS: Record<string, { file: string; imports: string }> = {
  "no-cycles": { file: "lib/core/cycle-a.ts", imports: "./cycle-b" },
  "components-not-app": { file: "components/ui-not-app.ts", imports: "../app/page" },
  "lib-not-up": { file: "lib/core/up.ts", imports: "../../components/button" },
  "db-not-up": { file: "db/queries/up.ts", imports: "../../lib/core/plain" },
  "core-not-up": { file: "lib/core/knows-a-feature.ts", imports: "../features/agents/contract" },
  "features-not-up": { file: "lib/features/agents/knows-the-api.ts", imports: "../../api/app" },
  "api-not-up": { file: "lib/api/knows-the-server.ts", imports: "../server/serve" },
  "demo-not-up": { file: "lib/demo/knows-the-api.ts", imports: "../api/app" },
  "server-not-cli": { file: "lib/server/knows-the-cli.ts", imports: "../cli/main" },
  "feature-order-audit": { file: "lib/features/audit/order.ts", imports: "../agents/contract" },
  "feature-order-auth": { file: "lib/features/auth/order.ts", imports: "../agents/contract" },
  "feature-order-workspaces": { file: "lib/features/workspaces/order.ts", imports: "../agents/contract" },
  "feature-order-members": { file: "lib/features/members/order.ts", imports: "../agents/contract" },
  "feature-order-agents": { file: "lib/features/agents/order.ts", imports: "../api-keys/contract" },
  "feature-order-api-keys": { file: "lib/features/api-keys/order.ts", imports: "../members/contract" },
  "feature-order-usage": { file: "lib/features/usage/order.ts", imports: "../members/contract" },
  "feature-order-conversations": {
    file: "lib/features/conversations/order.ts",
    imports: "../runtime/contract",
  },
  "feature-order-handoffs": { file: "lib/features/handoffs/order.ts", imports: "../runtime/contract" },
  "feature-order-external-events": {
    file: "lib/features/external-events/order.ts",
    imports: "../runtime/contract",
  },
  "feature-order-runtime": { file: "lib/features/runtime/order.ts", imports: "../members/contract" },
  "test-code-not-shipped": { file: "lib/core/test-code.ts", imports: "../../testing/fixtures" },
  "sql-only-in-db": { file: "lib/features/agents/sql.ts", imports: "pg" },
  "components-see-contracts": { file: "components/verb.ts", imports: "../lib/features/agents/create-agent" },
  "components-not-db": { file: "components/rows.ts", imports: "../db/queries/agents" },
  "ui-knows-nothing": { file: "components/ui/domain.ts", imports: "../button" },
  "app-not-db": { file: "app/rows.ts", imports: "../db/queries/agents" },
  "next-at-the-edge": { file: "lib/features/agents/cookies.ts", imports: "next/headers" },
  "hono-only-in-api": { file: "lib/server/router.ts", imports: "hono" },
  "no-barrels": { file: "lib/core/barrel.ts", imports: "./index" },
  "no-dev-deps": { file: "lib/core/generator.ts", imports: "fast-check" },
  "no-unresolvable": { file: "lib/core/nowhere.ts", imports: "./nothing" },
};

/** More violations of the same rules. */
const MORE_VIOLATIONS: [rule: string, violation: { file: string; imports: string }][] = [
  ["test-code-not-shipped", { file: "bin/start.mjs", imports: "../testing/fixtures" }],
  ["test-code-not-shipped", { file: "next.config.ts", imports: "./testing/fixtures" }],
  ["no-barrels", { file: "db/queries/barrel.ts", imports: "./index" }],
];

/** Imports that the rules allow, next to what they forbid. */
const ALLOWED = [
  { file: "bin/test-faults.mjs", imports: "../testing/fixtures" },
  { file: "bin/serving.test.ts", imports: "../testing/fixtures" },
  { file: "bin/build.mjs", imports: "../dist/not-built-yet.js" },
  { file: "db/queries/members.ts", imports: "../schema/index" },
];

/** What the violations import. */
const TARGETS = [
  "app/page.ts",
  "components/button.ts",
  "db/queries/agents.ts",
  "db/queries/index.ts",
  "db/schema/index.ts",
  "lib/api/app.ts",
  "lib/cli/main.ts",
  "lib/core/index.ts",
  "lib/core/plain.ts",
  "lib/features/agents/contract.ts",
  "lib/features/agents/create-agent.ts",
  "lib/features/api-keys/contract.ts",
  "lib/features/members/contract.ts",
  "lib/features/runtime/contract.ts",
  "lib/server/serve.ts",
  "testing/fixtures.ts",
];

const all = [...Object.entries(VIOLATIONS), ...MORE_VIOLATIONS];

let tree: string;
let result: ICruiseResult;

beforeAll(async () => {
  tree = mkdtempSync(path.join(tmpdir(), "agent-studio-import-rules-"));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), text);
  };
  for (const file of TARGETS) write(file, "export const value = 1;\n");
  for (const { file, imports } of [...all.map(([, violation]) => violation), ...ALLOWED]) {
    write(file, `import * as imported from "${imports}";\nexport const value = imported;\n`);
  }
  write("lib/core/cycle-b.ts", 'import * as imported from "./cycle-a";\nexport const value = imported;\n');
  for (const file of ["package.json", "tsconfig.json"]) cpSync(file, path.join(tree, file));
  symlinkSync(path.resolve("node_modules"), path.join(tree, "node_modules"));
  const { output } = await cruise(["app", "bin", "components", "db", "lib", "testing", "next.config.ts"], {
    ...options,
    tsConfig: undefined,
    baseDir: tree,
    ruleSet: { forbidden },
    validate: true,
    outputType: "json",
  } as Parameters<typeof cruise>[1]);
  result = JSON.parse(output as string);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test("every import rule has a violation here", () => {
  expect(forbidden.map(({ name }) => name).toSorted()).toEqual(Object.keys(VIOLATIONS).toSorted());
});

test("every feature has its list of features that it may import", () => {
  const features = readdirSync("lib/features", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const listed = forbidden.flatMap(({ name = "" }) => /^feature-order-(.+)$/.exec(name)?.[1] ?? []);
  expect(listed.toSorted()).toEqual(features.map(({ name }) => name).toSorted());
});

test.each(all)("reports a violation of %s: %j", (rule, { file }) => {
  expect(result.summary.violations).toContainEqual(
    expect.objectContaining({ from: file, rule: expect.objectContaining({ name: rule }) }),
  );
});

test("reports no file that follows the rules", () => {
  const planted = new Set([...all.map(([, { file }]) => file), "lib/core/cycle-b.ts"]);
  expect(result.summary.violations.filter(({ from }) => !planted.has(from))).toEqual([]);
});
