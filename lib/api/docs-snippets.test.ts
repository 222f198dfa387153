import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { settings } from "@/lib/core/env";
import { API_ERROR_STATUSES } from "@/lib/core/errors";
import { CHAT, ENGLISH } from "@/lib/demo/sample-data/dialogues";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { createAgent } from "@/lib/features/agents/create-agent";
import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { setupApiClient } from "@/testing/api-server";
import { databaseUrl } from "@/testing/database";
import { readSnippets, setupSnippetRunner } from "@/testing/docs-snippets";
import { makeKey, seedConversations } from "@/testing/fixtures";

// Runs every snippet of docs/ and the README as written. Only the server's URL is replaced. The snippets of
// docs/operations.md run in docs-operations.test.ts.

const call = setupApiClient();
const runner = setupSnippetRunner();
const { env, output, shell } = runner;
let origin: string;

beforeAll(async () => {
  origin = new URL((await call("/healthz")).url).origin;
  const system = { kind: "system", workspaceId: "" } as const;
  const { id: workspaceId } = await createWorkspace(system, {
    name: "Harbour Hotels",
    slug: "harbour-hotels",
  });
  const actor = { kind: "system", workspaceId } as const;
  const agent = await createAgent(actor, {
    name: "Front desk UK",
    slug: "front-desk-uk",
    conversationsApi: "v3",
  });
  await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
  await seedConversations(
    actor,
    agent.id,
    [...ENGLISH, ...CHAT].slice(0, 5).map(({ exchanges }, n) => ({
      id: `CA-${n}`,
      turns: exchanges.map(({ user, agent }) => ({ user_input: user, agent_response: agent })),
    })),
  );
  env.AGENT_STUDIO_API_KEY = (await makeKey(actor)).secret;
  env.AGENT_STUDIO_RUNTIME_TOKEN = (await createRuntimeToken(actor, agent.id)).token;
  // For the command line: this test's database and server.
  env.DATABASE_URL = databaseUrl();
  env.AUTH_SECRET = settings().AUTH_SECRET ?? "";
  env.PUBLIC_URL = origin;
});

const snippets = (page: string, language?: string) => readSnippets(page, language, origin);

/** The shell snippets of a page, without those in which the reader pastes a secret. */
const scriptOf = async (page: string, include: (code: string) => boolean = () => true): Promise<string> =>
  (await snippets(page, "sh"))
    .map(({ code }) => code)
    .filter((code) => !/=(ask_)?…/.test(code) && include(code))
    .join("\n");

test.each([
  ["docs/quickstart.md", /"id":"CA-0".*"id":"CA-1"/s],
  ["docs/pagination.md", /"id":"CA-0".*"id":"CA-2".*late arrival.*"count":5/s],
  ["docs/migration.md", /"id":"CA-0"/],
])("runs the shell snippets of %s", async (page, expected) => {
  expect(await shell(await scriptOf(page))).toMatch(expected);
});

test("runs the shell snippets of docs/external-events.md", { timeout: 120_000 }, async () => {
  const script = (await scriptOf("docs/external-events.md")).replace(
    "--calls 20 --rate 2/s --seconds 60",
    "--calls 2 --rate 2/s --seconds 10",
  );
  expect(await shell(script)).toMatch(
    /"data":\{"sum":12\.50\}.*\{"done":\{"imported":1.*Nothing was lost\./s,
  );
});

test("skips a sequence number after a repeated event, and continues from next", async () => {
  const page = await scriptOf(
    "docs/external-events.md",
    (code) => !/simulate|:import|handoff|\/end/.test(code),
  );
  const [post = ""] = /^curl -H .*?\n.*webhook.*$/m.exec(page) ?? [];
  const poll = `curl -s -H "Authorization: Bearer $AGENT_STUDIO_RUNTIME_TOKEN" "$BASE/CA-gaps/external-events?after=0"`;
  const other = post.replace("true}", "false}");
  const printed = await shell([page, post, other, poll].join("\n").replaceAll("CA-demo", "CA-gaps"));
  const { events, next } = JSON.parse(printed.slice(printed.lastIndexOf('{"events"')));
  expect(events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 3]);
  expect(next).toBe(3);
});

test("runs the README's tour and command lines", { timeout: 120_000 }, async () => {
  await writeFile(
    path.join(runner.folder, "calls.jsonl.gz"),
    gzipSync(
      '{"id":"CA-old","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"CHAT","in_progress":false}',
    ),
  );
  const [tokenSnippet = ""] = (await snippets("README.md", "sh"))
    .map(({ code }) => code)
    .filter((code) => code.includes("agent token"));
  const [createToken = ""] = tokenSnippet.split("\n").filter((line) => line.startsWith("npm"));
  env.AGENT_STUDIO_RUNTIME_TOKEN = /art_[\w-]+/.exec(await shell(createToken))?.[0] ?? "";
  const script = await scriptOf("README.md", (code) => !code.startsWith("npm start"));
  expect(await shell(script.replace("--calls 20 --rate 2/s", "--calls 2 --rate 2/s --seconds 10"))).toMatch(
    /"id":"CA-0".*"in_progress":true.*"data":\{"sum":12\.50\}.*"received":true.*"ext_event_id":"evt_.*Nothing was lost\..*slug acme-ltd.*slug acme-uk.*1 imported.*ask_\w+.*\/link#/s,
  );
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
});

describe("TypeScript and Python", () => {
  let project: string;
  beforeAll(async () => {
    project = path.join(runner.folder, "client");
    await mkdir(project);
    // As after an installation.
    await symlink(path.resolve("node_modules"), path.join(project, "node_modules"));
  });

  test("compiles and runs the TypeScript of the pages", { timeout: 120_000 }, async () => {
    const page = "docs/typescript-client.md";
    const [setUp, check] = (await snippets(page, "sh")).map(({ code }) => code);
    const [settings] = await snippets(page, "json");
    const [client] = await snippets(page, "ts");
    const [quickstart] = await snippets("docs/quickstart.md", "ts");
    await writeFile(path.join(project, "tsconfig.json"), settings?.code ?? "");
    await writeFile(path.join(project, "client.ts"), client?.code ?? "");
    await writeFile(path.join(project, "quickstart.ts"), quickstart?.code ?? "");
    const printed = await shell(`${setUp}\n${check}\nnpx tsx quickstart.ts`, project);
    expect(printed).toMatch(/CA-0 \d+\n.*CA-1 \d+\n/);
    for (let n = 0; n < 5; n++) expect(printed).toMatch(new RegExp(`^\\S+ CA-${n} \\d+$`, "m"));

    await writeFile(
      path.join(project, "client.ts"),
      client?.code.replace("call.started_at", "call.startedAt") ?? "",
    );
    await expect(shell("npx tsc", project)).rejects.toMatchObject({
      stdout: expect.stringContaining("startedAt"),
    });
  });

  test("reads every conversation with the quickstart's Python", async () => {
    const [python] = await snippets("docs/quickstart.md", "python");
    const printed = await output("python3", ["-c", python?.code ?? ""]);
    for (let n = 0; n < 5; n++) expect(printed).toMatch(new RegExp(`^\\S+ CA-${n} \\d+$`, "m"));
  });
});

test("shows an error in docs/errors.md as the server sends it", async () => {
  const [example] = await snippets("docs/errors.md", "json");
  const response = await call("/v3/harbour-hotels/front-desk-uk/conversations?limit=0", {
    key: env.AGENT_STUDIO_API_KEY,
  });
  expect({ ...(await response.json()), error_id: "…" }).toEqual(JSON.parse(example?.code ?? ""));
});

test("lists every API error code with its status in docs/errors.md", async () => {
  const page = await readFile("docs/errors.md", "utf8");
  const documented = Object.fromEntries(
    [...page.matchAll(/^\| (\d{3}) \| `([A-Z0-9_]+)` \|/gm)].map(([, status, code]) => [
      code,
      Number(status),
    ]),
  );
  expect(documented).toEqual(API_ERROR_STATUSES);
});

test("lists the required fields of an import line in docs/external-events.md", async () => {
  const page = await readFile("docs/external-events.md", "utf8");
  const [, sentence = ""] = /Each line needs ([^;]+);/.exec(page) ?? [];
  const named = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const needed = Object.entries(importedConversationSchema.shape)
    .filter(([, field]) => !field.safeParse(undefined).success)
    .map(([name]) => name);
  expect(named).toEqual(needed);
});

/** Number of snippets that tests run or check, by page and language. Any other snippet fails the test. */
const CHECKED: Record<string, Record<string, number>> = {
  "README.md": { sh: 6 },
  "docs/errors.md": { json: 1 },
  "docs/external-events.md": { sh: 9 },
  "docs/migration.md": { sh: 1 },
  // e2e/faults/backup.fault.test.ts runs the backup commands. Caddy's and PgBouncer's files and the service's root steps
  // are not run: only their programs and syntax are checked.
  "docs/operations.md": { caddy: 1, haproxy: 3, ini: 2, sh: 12, sql: 1 },
  "docs/pagination.md": { sh: 4 },
  "docs/quickstart.md": { sh: 2, ts: 1, python: 1 },
  "docs/typescript-client.md": { sh: 2, json: 1, ts: 1 },
};

test("runs or checks every snippet", async () => {
  const pages = (await readdir("docs")).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`);
  const found: typeof CHECKED = {};
  for (const page of [...pages, "README.md"]) {
    const counts: Record<string, number> = {};
    for (const { language } of await snippets(page)) counts[language] = (counts[language] ?? 0) + 1;
    if (Object.keys(counts).length > 0) found[page] = counts;
  }
  expect(found).toEqual(CHECKED);
});

test("installs the versions in the TypeScript page that this project tests with", async () => {
  const [setUp] = await snippets("docs/typescript-client.md", "sh");
  const named = [...(setUp?.code ?? "").matchAll(/^npm install (.*)$/gm)]
    .flatMap(([, words = ""]) => words.split(" "))
    .filter((word) => !word.startsWith("--"));
  const { devDependencies } = JSON.parse(await readFile("package.json", "utf8"));
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) {
    const [, major] = /.@(\d+)$/.exec(name) ?? [];
    const version: string = devDependencies[name.replace(/(.)@.*$/, "$1")];
    expect(version, name).toMatch(new RegExp(`^${major ?? "\\d+"}\\.`));
  }
});
