import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { configureAgent } from "../agents/configure-agent";
import { createAgent } from "../agents/create-agent";
import { environment } from "../env";
import { API_ERROR_STATUSES } from "../errors";
import { makeRuntimeToken } from "../runtime/make-runtime-token";
import { CHAT, ENGLISH } from "../sample/dialogues";
import { importAll, makeKey } from "../testing/fixtures";
import { createWorkspace } from "../workspaces/create-workspace";
import { serveApi } from "./test-server";

// Every snippet of the pages for client authors runs as it stands there; only the server's address is this test's.

const run = promisify(execFile);
const call = serveApi();
const work = path.resolve("node_modules/.cache/docs-snippets");
const env: Record<string, string> = {};
let origin: string;

beforeAll(async () => {
  await mkdir(work, { recursive: true });
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
  await importAll(
    actor,
    agent.id,
    [...ENGLISH, ...CHAT].slice(0, 5).map(({ exchanges }, n) => ({
      id: `CA-${n}`,
      turns: exchanges.map(({ user, agent }) => ({ user_input: user, agent_response: agent })),
    })),
  );
  env.AGENT_STUDIO_API_KEY = (await makeKey(actor)).secret;
  env.AGENT_STUDIO_RUNTIME_TOKEN = (await makeRuntimeToken(actor, agent.id)).token;
});

/** The fenced blocks of a page in one language, with this test's address. */
async function snippets(page: string, language: string): Promise<string[]> {
  const text = await readFile(page, "utf8");
  const found = [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, code]) => code ?? "",
  );
  expect(found.length, `snippets of ${language} in ${page}`).toBeGreaterThan(0);
  return found.map((code) => code.replaceAll("http://localhost:3000", origin));
}

async function output(command: string, args: string[]): Promise<string> {
  const { PATH = "" } = environment();
  const { stdout } = await run(command, args, { cwd: work, env: { PATH, NODE_ENV: "test", ...env } });
  return stdout;
}

// Every answer must be a success, and a failure anywhere fails the page.
const STRICT = `set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body "$@"; }
`;

test.each([
  ["docs/quickstart.md", /"id":"CA-0".*"id":"CA-1"/s],
  ["docs/pagination.md", /"id":"CA-0".*"id":"CA-2".*late arrival.*"count":5/s],
  ["docs/migration.md", /"id":"CA-0"/],
  ["docs/external-events.md", /"data":\{"sum":12\.50\}.*\{"done":\{"imported":1/s],
])("the shell snippets of %s run", async (page, expected) => {
  const script = STRICT + (await snippets(page, "sh")).join("\n");
  expect(await output("bash", ["-c", script])).toMatch(expected);
});

test("the tour's walk through all three APIs runs", async () => {
  const walk = (await snippets("README.md", "sh")).filter((snippet) => snippet.includes("CA-tour"));
  expect(await output("bash", ["-c", STRICT + walk.join("\n")])).toMatch(
    /"in_progress":true.*"data":\{"sum":12\.50\}.*"received":true.*"ext_event_id":"evt_/s,
  );
});

test("the quickstart's TypeScript and Python read every conversation", async () => {
  const [typescript = ""] = await snippets("docs/quickstart.md", "ts");
  await writeFile(path.join(work, "quickstart.mts"), typescript);
  const [python = ""] = await snippets("docs/quickstart.md", "python");
  const expected = Array.from({ length: 5 }, (_, n) => expect.stringMatching(`CA-${n} \\d`));
  const lines = (text: string) =>
    text
      .trim()
      .split("\n")
      .filter((line) => /CA-\d/.test(line));
  expect(lines(await output(process.execPath, ["--import", "tsx", "quickstart.mts"]))).toEqual(expected);
  expect(lines(await output("python3", ["-c", python]))).toEqual(expected);
});

test("the typed client compiles against the document, runs, and finds a field that is not there", async () => {
  const [client = ""] = await snippets("docs/typescript-client.md", "ts");
  const tool = (name: string) => path.resolve("node_modules/.bin", name);
  await output(tool("openapi-typescript"), [`${origin}/openapi.json`, "-o", "agent-studio.d.ts"]);
  const check = async (code: string) => {
    await writeFile(path.join(work, "client.mts"), code);
    const options =
      "--noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler";
    await output(tool("tsc"), [...options.split(" "), "--types", "node", "client.mts"]);
  };
  await check(client);
  expect(await output(process.execPath, ["--import", "tsx", "client.mts"])).toMatch(/CA-0 \d+\n.*CA-1 \d+\n/);
  await expect(check(client.replace("call.started_at", "call.startedAt"))).rejects.toMatchObject({
    stdout: expect.stringContaining("startedAt"),
  });
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
