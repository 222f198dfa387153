import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseUrl } from "@/testing/database";
import { type ServerInstance, startInstance } from "@/testing/server-instance";
import { createFaultEnv } from "./fault-env";

// Measures how long one request of each kind, at its maximum size, blocks all other requests. Prints a table and asserts nothing
// about time. The goal is 100 ms on an idle machine.

const KIB = 1024;
const MIB = KIB * KIB;
/** Requests of each kind: the first includes the compilation of the code. */
const ROUNDS = 3;

let instance: ServerInstance;
let env: Awaited<ReturnType<typeof createFaultEnv>>;
let eventId: string;

beforeAll(async () => {
  instance = await startInstance({ databaseUrl: databaseUrl(), env: { LOG_LEVEL: "error" } });
  env = await createFaultEnv(instance);
  await sendAsRuntime(RUNTIME, { id: "CA-events", environment: "live", channel: "VOICE" });
  eventId = JSON.parse((await sendAsRuntime(`${RUNTIME}/CA-events/external-events`, {})).text).event_id;
});

afterAll(async () => {
  await instance?.stop();
});

const RUNTIME = "/runtime/v1/conversations";

interface RequestSpec {
  path: string;
  method?: string;
  headers: Record<string, string>;
  body?: string;
}

async function sendWithRetry({ path, ...init }: RequestSpec): Promise<{ status: number; text: string }> {
  for (;;) {
    const response = await fetch(instance.origin + path, init);
    const text = await response.text();
    if (response.status !== 429) return { status: response.status, text };
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get("retry-after"))));
  }
}

const runtimeHeaders = (type = "application/json") => ({
  authorization: `Bearer ${env.token}`,
  "content-type": type,
});

const sendAsRuntime = (path: string, body: object | string, method = "POST") =>
  sendWithRetry({
    path,
    method,
    headers: runtimeHeaders(path.endsWith(":import") ? "application/x-ndjson" : undefined),
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/**
 * The longest stall of the server's event loop since the last call, in milliseconds. Reads prom-client's histogram, which samples
 * every 10 ms and resets on each read.
 */
async function longestStall(): Promise<number> {
  const text = await (await fetch(`${instance.metricsOrigin}/metrics`)).text();
  const [, seconds] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text) ?? [];
  return Number(seconds) * 1000;
}

/** Repeats a text up to a number of bytes in UTF-8. */
const repeatToBytes = (piece: string, bytes: number) =>
  piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));
const jsonMembers = (count: number, value = "1") =>
  Array.from({ length: count }, (_, n) => `"${n.toString(36)}":${value}`).join(",");

const MAX_VALUES = 99_900;
const MAX_BODY_BYTES = MIB - 2 * KIB;
const MAX_LINE_BYTES = 8 * MIB - 2 * KIB;
/** Maximum characters of a text. */
const MAX_TEXT_CHARS = 100_000;

/** A turn with the maximum amount of a text that its fields and the body allow. */
function largestTurn(piece: string): object {
  const text = piece.repeat(Math.floor(MAX_TEXT_CHARS / piece.length));
  const fields = ["user_input", "agent_response", "translated_user_input", "english_agent_response"];
  const fit = Math.min(fields.length, Math.floor(MAX_BODY_BYTES / Buffer.byteLength(text)));
  return Object.fromEntries(fields.slice(0, fit).map((field) => [field, text]));
}

let calls = 0;
async function startCall(): Promise<string> {
  const id = `stall-${calls++}`;
  await sendAsRuntime(RUNTIME, { id, environment: "live", channel: "VOICE" });
  return id;
}

async function callRequest(
  path: string,
  body: object | string,
  method = "POST",
): Promise<() => Promise<number>> {
  const id = await startCall();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return async () => (await sendAsRuntime(`${RUNTIME}/${id}${path}`, text, method)).status;
}

/** An import of lines with these members and distinct IDs; fails unless all lines are stored. */
async function importRequest(more: string, lines = 1): Promise<() => Promise<number>> {
  const basics = `"environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"X","in_progress":false`;
  const body = Array.from({ length: lines }, () => `{"id":"stall-${calls++}",${basics}${more}}`).join("\n");
  return async () => {
    const { status, text } = await sendAsRuntime(`${RUNTIME}:import`, body);
    expect(JSON.parse(text.trim().split("\n").at(-1) ?? "").done).toMatchObject({
      imported: lines,
      failed: 0,
    });
    return status;
  };
}

const repeatTurn = (turn: object, bytes: number) => {
  const text = JSON.stringify(turn);
  return Array(Math.floor(bytes / (Buffer.byteLength(text) + 1)))
    .fill(text)
    .join(",");
};

async function webhookRequest(type: string, body: string): Promise<() => Promise<number>> {
  const { path, headers } = env.requests.event;
  const sent = { ...headers, "x-event": eventId, "content-type": type };
  return async () => (await sendWithRetry({ path, method: "POST", headers: sent, body })).status;
}

/** A list request with a query string at the limit of the header size. */
async function listRequest(text: string): Promise<() => Promise<number>> {
  const { path, headers } = env.requests.read;
  return async () => (await sendWithRetry({ path: `${path}&${text}`, headers })).status;
}

const RANGE = "start_time=2026-01-01&end_time=2027-01-01";

const INPUT_KINDS: [kind: string, prepare: () => Promise<() => Promise<number>>, status: number][] = [
  ["turn, letters", () => callRequest("/turns", { index: 0, ...largestTurn("word ") }), 201],
  ["turn, combining marks", () => callRequest("/turns", { index: 0, ...largestTurn("\u0301\u0316") }), 201],
  [
    "turn, a character that expands 18 times",
    () => callRequest("/turns", { index: 0, ...largestTurn("\ufdfa") }),
    201,
  ],
  ["turn, Han", () => callRequest("/turns", { index: 0, ...largestTurn("朝") }), 201],
  ["turn, Hangul", () => callRequest("/turns", { index: 0, ...largestTurn("각") }), 201],
  ["turn, intents", () => callRequest("/turns", { index: 0, intents: Array(MAX_VALUES).fill("x") }), 201],
  [
    "turn, entities",
    () => callRequest("/turns", `{"index":0,"entities":[{${jsonMembers(MAX_VALUES, '""')}}]}`),
    201,
  ],
  [
    "metric, the longest value",
    () => callRequest("/metrics", { name: "M", value: "x".repeat(MAX_TEXT_CHARS) }),
    200,
  ],
  ["state, many members", () => callRequest("/state", `{${jsonMembers(MAX_VALUES - 100)}}`, "PATCH"), 200],
  ["state, one text", () => callRequest("/state", { a: "x".repeat(MAX_BODY_BYTES) }, "PATCH"), 200],
  [
    "handoff, many members",
    () => callRequest("/handoff", `{"data":{${jsonMembers(MAX_VALUES - 100)}}}`),
    201,
  ],
  [
    "handoff, lists",
    () => callRequest("/handoff", `{"data":{"a":[${repeatToBytes("[],", 3 * 98_000)}0]}}`),
    201,
  ],
  [
    "import line, one text a turn",
    () => importRequest(`,"turns":[${repeatTurn(largestTurn("word "), MAX_LINE_BYTES)}]`),
    200,
  ],
  [
    "import line, combining marks",
    () => importRequest(`,"turns":[${repeatTurn(largestTurn("\u0301\u0316"), MAX_LINE_BYTES)}]`),
    200,
  ],
  [
    "import line, expanding characters",
    () => importRequest(`,"turns":[${repeatTurn(largestTurn("\ufdfa"), MAX_LINE_BYTES)}]`),
    200,
  ],
  ["import line, empty turns", () => importRequest(`,"turns":[${repeatToBytes("{},", 3 * 98_000)}{}]`), 200],
  [
    "import line, metric names",
    () => importRequest(`,"metrics":{${jsonMembers(MAX_VALUES - 100, '""')}}`),
    200,
  ],
  ["import line, state", () => importRequest(`,"state":{${jsonMembers(MAX_VALUES - 100)}}`), 200],
  [
    "import line, one text of state",
    () => importRequest(`,"state":{"a":"${"x".repeat(MAX_LINE_BYTES)}"}`),
    200,
  ],
  [
    "import batch, 200 lines",
    () => importRequest(`,"turns":[${repeatTurn({ user_input: "Hello there" }, 20_000)}]`, 200),
    200,
  ],
  ["import batch, metric names", () => importRequest(`,"metrics":{${jsonMembers(500, '"x"')}}`, 200), 200],
  ["webhook, JSON members", () => webhookRequest("application/json", `{${jsonMembers(MAX_VALUES)}}`), 201],
  [
    "webhook, JSON text",
    () => webhookRequest("application/json", `{"a":"${"x".repeat(MAX_BODY_BYTES)}"}`),
    201,
  ],
  [
    "webhook, XML tags",
    () => webhookRequest("application/xml", `<a>${repeatToBytes("<b>1</b>", 8 * 24_990)}</a>`),
    201,
  ],
  [
    "webhook, XML attributes",
    () =>
      webhookRequest(
        "application/xml",
        `<a ${jsonMembers(49_000, '"1"').replace(/"(\w+)":("1"),?/g, " a$1=$2")}/>`,
      ),
    201,
  ],
  ["webhook, XML text", () => webhookRequest("text/xml", `<a>${"x".repeat(MAX_BODY_BYTES)}</a>`), 201],
  ["webhook, text pairs", () => webhookRequest("text/plain", repeatToBytes("a=b&", MAX_BODY_BYTES)), 201],
  [
    "webhook, form",
    () => webhookRequest("application/x-www-form-urlencoded", repeatToBytes("a=%20&", MAX_BODY_BYTES)),
    201,
  ],
  ["query, parameters", () => listRequest(repeatToBytes("a=b&", 15 * KIB)), 200],
  ["query, channels", () => listRequest(repeatToBytes("channel=a&", 15 * KIB)), 200],
  [
    "query, words",
    () => listRequest(`${RANGE}&query_type=transcript&query=${repeatToBytes("ab+", 900)}`),
    200,
  ],
];

test("reports the longest event-loop stall for each kind of input at its size limit", async () => {
  const table: Record<string, { "longest stall in ms": string }> = {};
  for (const [kind, prepare, status] of INPUT_KINDS) {
    const stalls: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const run = await prepare();
      await longestStall();
      expect.soft(await run(), kind).toBe(status);
      stalls.push(await longestStall());
    }
    table[kind] = { "longest stall in ms": stalls.map((stall) => stall.toFixed(0).padStart(5)).join(" ") };
  }
  console.table(table);
});
