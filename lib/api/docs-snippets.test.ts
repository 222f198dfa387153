import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment, readSettings, settings } from "@/lib/core/env";
import { API_ERROR_STATUSES } from "@/lib/core/errors";
import { CHAT, ENGLISH } from "@/lib/demo/sample-data/dialogues";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { createAgent } from "@/lib/features/agents/create-agent";
import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { setupApiClient } from "@/testing/api-server";
import { databaseUrl } from "@/testing/database";
import { makeKey, seedConversations } from "@/testing/fixtures";
import { freePort } from "@/testing/free-port";
import { hasHaproxy } from "@/testing/haproxy";
import { POSTGRES_15_BIN_DIR, TestCluster } from "@/testing/postgres-cluster";

// Every snippet of every page of docs/ and of the README, as it stands there; only the server's address is this test's.

const run = promisify(execFile);
const call = setupApiClient();
const root = process.cwd();
const env: Record<string, string> = {};
let work: string;
let origin: string;

beforeAll(async () => {
  // Inside the project, so that what is imported is found in its node_modules.
  const cache = path.resolve("node_modules/.cache");
  await mkdir(cache, { recursive: true });
  work = await mkdtemp(path.join(cache, "docs-snippets-"));
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
  // For the command line: this test's database, and this test's server.
  env.DATABASE_URL = databaseUrl();
  env.AUTH_SECRET = settings().AUTH_SECRET ?? "";
  env.PUBLIC_URL = origin;
});

afterAll(() => rm(work, { recursive: true, force: true }));

interface Snippet {
  language: string;
  code: string;
}

/** The fenced blocks of a page, in order, with this test's address. */
async function snippets(page: string, language?: string): Promise<Snippet[]> {
  const text = await readFile(page, "utf8");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .map(([, language = "", code = ""]) => ({
      language,
      code: code.replaceAll("http://localhost:3000", origin ?? "http://localhost:3000"),
    }))
    .filter((snippet) => language === undefined || snippet.language === language);
}

async function output(command: string, args: string[], cwd = work): Promise<string> {
  const { PATH = "", HOME = "" } = environment();
  const { stdout } = await run(command, args, {
    cwd,
    env: { PATH, HOME, NODE_ENV: "test", INIT_CWD: cwd, ...env },
  });
  return stdout;
}

// Every answer must be a success, and a failure anywhere fails the page. The command line is run from its source, and
// what would come from a registry is taken from this project: the last test holds the two to each other.
const STRICT = `set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body "$@"; }
npx() { "${root}/node_modules/.bin/$@"; }
npm() {
  case "$1" in
    install) ;;
    run) shift 4; (cd "${root}"; node --import tsx lib/cli/main.ts "$@") ;;
    *) command npm "$@" > /dev/null ;;
  esac
}
`;

const shell = (code: string, cwd?: string) => output("bash", ["-c", STRICT + code], cwd);

/** Shell snippets of a page, without those that tell the reader to paste a secret. */
const scriptOf = async (page: string, chosen: (code: string) => boolean = () => true): Promise<string> =>
  (await snippets(page, "sh"))
    .map(({ code }) => code)
    .filter((code) => !/=(ask_)?…/.test(code) && chosen(code))
    .join("\n");

test.each([
  ["docs/quickstart.md", /"id":"CA-0".*"id":"CA-1"/s],
  ["docs/pagination.md", /"id":"CA-0".*"id":"CA-2".*late arrival.*"count":5/s],
  ["docs/migration.md", /"id":"CA-0"/],
])("the shell snippets of %s run", async (page, expected) => {
  expect(await shell(await scriptOf(page))).toMatch(expected);
});

test("the shell snippets of docs/external-events.md run", { timeout: 120_000 }, async () => {
  const script = (await scriptOf("docs/external-events.md")).replace(
    "--calls 20 --rate 2/s --seconds 60",
    "--calls 2 --rate 2/s --seconds 10",
  );
  expect(await shell(script)).toMatch(
    /"data":\{"sum":12\.50\}.*\{"done":\{"imported":1.*Nothing was lost\./s,
  );
});

test("the numbers of events have gaps after a repeat, and the runtime continues from next", async () => {
  const page = await scriptOf(
    "docs/external-events.md",
    (code) => !/simulate|:import|handoff|\/end/.test(code),
  );
  const [post = ""] = /^curl -H .*?\n.*webhook.*$/m.exec(page) ?? [];
  const ask = `curl -s -H "Authorization: Bearer $AGENT_STUDIO_RUNTIME_TOKEN" "$BASE/CA-gaps/external-events?after=0"`;
  const other = post.replace("true}", "false}");
  const told = await shell([page, post, other, ask].join("\n").replaceAll("CA-demo", "CA-gaps"));
  const { events, next } = JSON.parse(told.slice(told.lastIndexOf('{"events"')));
  expect(events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 3]);
  expect(next).toBe(3);
});

test("the README's tour and its command lines run", { timeout: 120_000 }, async () => {
  await writeFile(
    path.join(work, "calls.jsonl.gz"),
    gzipSync(
      '{"id":"CA-old","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"CHAT","in_progress":false}',
    ),
  );
  const [making = ""] = (await snippets("README.md", "sh"))
    .map(({ code }) => code)
    .filter((code) => code.includes("agent token"));
  const [made = ""] = making.split("\n").filter((line) => line.startsWith("npm"));
  env.AGENT_STUDIO_RUNTIME_TOKEN = /art_[\w-]+/.exec(await shell(made))?.[0] ?? "";
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
    project = path.join(work, "client");
    await mkdir(project);
    // As an install would leave it.
    await symlink(path.join(root, "node_modules"), path.join(project, "node_modules"));
  });

  test("the pages' TypeScript compiles as it is written, and runs", { timeout: 120_000 }, async () => {
    const page = "docs/typescript-client.md";
    const [setUp, check] = (await snippets(page, "sh")).map(({ code }) => code);
    const [settings] = await snippets(page, "json");
    const [client] = await snippets(page, "ts");
    const [quickstart] = await snippets("docs/quickstart.md", "ts");
    await writeFile(path.join(project, "tsconfig.json"), settings?.code ?? "");
    await writeFile(path.join(project, "client.ts"), client?.code ?? "");
    await writeFile(path.join(project, "quickstart.ts"), quickstart?.code ?? "");
    const told = await shell(`${setUp}\n${check}\nnpx tsx quickstart.ts`, project);
    expect(told).toMatch(/CA-0 \d+\n.*CA-1 \d+\n/);
    for (let n = 0; n < 5; n++) expect(told).toMatch(new RegExp(`^\\S+ CA-${n} \\d+$`, "m"));

    await writeFile(
      path.join(project, "client.ts"),
      client?.code.replace("call.started_at", "call.startedAt") ?? "",
    );
    await expect(shell("npx tsc", project)).rejects.toMatchObject({
      stdout: expect.stringContaining("startedAt"),
    });
  });

  test("the quickstart's Python reads every conversation", async () => {
    const [python] = await snippets("docs/quickstart.md", "python");
    const told = await output("python3", ["-c", python?.code ?? ""]);
    for (let n = 0; n < 5; n++) expect(told).toMatch(new RegExp(`^\\S+ CA-${n} \\d+$`, "m"));
  });
});

test("docs/errors.md shows an error as the server sends it", async () => {
  const [example] = await snippets("docs/errors.md", "json");
  const answer = await call("/v3/harbour-hotels/front-desk-uk/conversations?limit=0", {
    key: env.AGENT_STUDIO_API_KEY,
  });
  expect({ ...(await answer.json()), error_id: "…" }).toEqual(JSON.parse(example?.code ?? ""));
});

test("docs/errors.md names every code of the external and the runtime API, with its status", async () => {
  const page = await readFile("docs/errors.md", "utf8");
  const told = Object.fromEntries(
    [...page.matchAll(/^\| (\d{3}) \| `([A-Z0-9_]+)` \|/gm)].map(([, status, code]) => [
      code,
      Number(status),
    ]),
  );
  expect(told).toEqual(API_ERROR_STATUSES);
});

test("docs/external-events.md names the fields that a line of an import needs", async () => {
  const page = await readFile("docs/external-events.md", "utf8");
  const [, sentence = ""] = /Each line needs ([^;]+);/.exec(page) ?? [];
  const named = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const needed = Object.entries(importedConversationSchema.shape)
    .filter(([, field]) => !field.safeParse(undefined).success)
    .map(([name]) => name);
  expect(named).toEqual(needed);
});

test.skipIf(!hasHaproxy)("HAProxy takes every configuration of docs/operations.md", async () => {
  const certificate = path.join(work, "certificate.pem");
  await shell(
    `openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=keys.example.com -keyout key.pem -out cert.pem 2> /dev/null
     cat key.pem cert.pem > "${certificate}"`,
  );
  for (const { code } of await snippets("docs/operations.md", "haproxy")) {
    const file = path.join(work, "haproxy.cfg");
    await writeFile(file, code.replace("/etc/haproxy/keys.example.com.pem", certificate));
    await output("haproxy", ["-c", "-f", file]);
  }
});

test.skipIf(!existsSync("/usr/bin/systemd-analyze"))(
  "systemd takes the unit of docs/operations.md",
  async () => {
    const unit = (await snippets("docs/operations.md", "ini")).find(({ code }) => code.includes("[Service]"));
    await writeFile(path.join(work, "agent-studio.service"), unit?.code ?? "");
    const { stderr } = await run("systemd-analyze", ["verify", "agent-studio.service"], { cwd: work });
    expect(stderr).not.toContain("agent-studio.service");
  },
);

test("the steps and the address in docs/operations.md name programs and settings that there are", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  const commands = (await snippets("docs/operations.md", "sh")).map(({ code }) => code);
  for (const code of commands) {
    await output("bash", ["-n", "-c", code]);
    for (const [, script = ""] of code.matchAll(/npm run (?:-s )?(\w+)/g))
      expect(scripts).toHaveProperty(script);
    for (const [, file = ""] of code.matchAll(/current\/(bin\/\S+)/g))
      expect(existsSync(file), file).toBe(true);
  }
  const addresses = commands.flatMap((code) => /^DATABASE_URL='(.*)'$/m.exec(code)?.[1] ?? []);
  expect(addresses).toHaveLength(1);
  for (const DATABASE_URL of addresses) {
    expect(readSettings({ DATABASE_URL, AUTH_SECRET: env.AUTH_SECRET })).toMatchObject({ DATABASE_URL });
  }
});

test.skipIf(!existsSync(POSTGRES_15_BIN_DIR))(
  "PostgreSQL takes the standby's SQL of docs/operations.md",
  { timeout: 120_000 },
  async () => {
    const [sql] = await snippets("docs/operations.md", "sql");
    const primary = await TestCluster.create(await freePort());
    const standby = await primary.standby(await freePort(), "standby");
    try {
      await primary.queryAsSuperuser("drop role health");
      for (const statement of sql?.code.split(";") ?? []) await primary.queryAsSuperuser(statement);
      // The role's commit waited for the standby, or the standby's name would not be in force.
      expect(await primary.queryAsSuperuser("select sync_state from pg_stat_replication")).toEqual([
        { sync_state: "sync" },
      ]);
    } finally {
      await primary.remove();
      await standby.remove();
    }
  },
);

/** Where each snippet is run or checked, by page and language; a snippet that is none of these fails. */
const CHECKED: Record<string, Record<string, number>> = {
  "README.md": { sh: 6 },
  "docs/errors.md": { json: 1 },
  "docs/external-events.md": { sh: 9 },
  "docs/migration.md": { sh: 1 },
  // The commands of backups run in e2e/faults/backup.fault.test.ts. Nothing runs Caddy's and PgBouncer's files, nor the
  // service's steps as root: of these only the programs and the grammar are checked.
  "docs/operations.md": { caddy: 1, haproxy: 3, ini: 2, sh: 12, sql: 1 },
  "docs/pagination.md": { sh: 4 },
  "docs/quickstart.md": { sh: 2, ts: 1, python: 1 },
  "docs/typescript-client.md": { sh: 2, json: 1, ts: 1 },
};

test("there is no snippet that nothing runs", async () => {
  const pages = (await readdir("docs")).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`);
  const found: typeof CHECKED = {};
  for (const page of [...pages, "README.md"]) {
    const counts: Record<string, number> = {};
    for (const { language } of await snippets(page)) counts[language] = (counts[language] ?? 0) + 1;
    if (Object.keys(counts).length > 0) found[page] = counts;
  }
  expect(found).toEqual(CHECKED);
});

test("what the TypeScript page installs is what this project checks it with", async () => {
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
