import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseUrl } from "@/db/testing";
import { type Instance, startInstance } from "@/lib/testing/instances";
import { makeStage } from "./stage";

// How long one request of each kind, at the largest size that is accepted, keeps every other request waiting. Nothing is
// asserted about time: the table is for people. The aim is 100 ms on an idle machine.

const KIB = 1024;
const MIB = KIB * KIB;
/** Requests of each kind: the first pays for compiling what it calls. */
const ROUNDS = 3;

let instance: Instance;
let stage: Awaited<ReturnType<typeof makeStage>>;
let eventId: string;

beforeAll(async () => {
  instance = await startInstance({ databaseUrl: databaseUrl(), env: { LOG_LEVEL: "error" } });
  stage = await makeStage(instance);
  await send(`${RUNTIME}`, { id: "CA-events", environment: "live", channel: "VOICE" });
  eventId = JSON.parse((await send(`${RUNTIME}/CA-events/external-events`, {})).text).event_id;
});

afterAll(async () => {
  await instance?.stop();
});

const RUNTIME = "/runtime/v1/conversations";

interface Sent {
  path: string;
  method?: string;
  headers: Record<string, string>;
  body?: string;
}

async function ask({ path, ...init }: Sent): Promise<{ status: number; text: string }> {
  for (;;) {
    const answer = await fetch(instance.origin + path, init);
    const text = await answer.text();
    if (answer.status !== 429) return { status: answer.status, text };
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(answer.headers.get("retry-after"))));
  }
}

const asRuntime = (type = "application/json") => ({
  authorization: `Bearer ${stage.token}`,
  "content-type": type,
});

const send = (path: string, body: object | string, method = "POST") =>
  ask({
    path,
    method,
    headers: asRuntime(path.endsWith(":import") ? "application/x-ndjson" : undefined),
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/**
 * The longest stall of the server's event loop since this was last asked, in milliseconds: prom-client's histogram of delays,
 * which measures every 10 ms and begins anew whenever it is read.
 */
async function longestStall(): Promise<number> {
  const text = await (await fetch(`${instance.metricsOrigin}/metrics`)).text();
  const [, seconds] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text) ?? [];
  return Number(seconds) * 1000;
}

/** A text that repeats a piece up to so many bytes of UTF-8. */
const filled = (piece: string, bytes: number) => piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));
const members = (count: number, value = "1") =>
  Array.from({ length: count }, (_, n) => `"${n.toString(36)}":${value}`).join(",");

const MOST_VALUES = 99_900;
const BODY = MIB - 2 * KIB;
const LINE = 8 * MIB - 2 * KIB;
/** Characters of a text. */
const TEXT = 100_000;

/** A turn with as much of a text as its fields and the body take. */
function turnOf(piece: string): object {
  const text = piece.repeat(Math.floor(TEXT / piece.length));
  const fields = ["user_input", "agent_response", "translated_user_input", "english_agent_response"];
  const fit = Math.min(fields.length, Math.floor(BODY / Buffer.byteLength(text)));
  return Object.fromEntries(fields.slice(0, fit).map((field) => [field, text]));
}

let calls = 0;
async function begin(): Promise<string> {
  const id = `stall-${calls++}`;
  await send(RUNTIME, { id, environment: "live", channel: "VOICE" });
  return id;
}

async function intoCall(
  path: string,
  body: object | string,
  method = "POST",
): Promise<() => Promise<number>> {
  const id = await begin();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return async () => (await send(`${RUNTIME}/${id}${path}`, text, method)).status;
}

/** An import of lines that say this, each once and with an id of its own; fails unless every line is stored. */
async function importing(more: string, lines = 1): Promise<() => Promise<number>> {
  const basics = `"environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"X","in_progress":false`;
  const body = Array.from({ length: lines }, () => `{"id":"stall-${calls++}",${basics}${more}}`).join("\n");
  return async () => {
    const { status, text } = await send(`${RUNTIME}:import`, body);
    expect(JSON.parse(text.trim().split("\n").at(-1) ?? "").done).toMatchObject({
      imported: lines,
      failed: 0,
    });
    return status;
  };
}

const turnsOf = (turn: object, bytes: number) => {
  const text = JSON.stringify(turn);
  return Array(Math.floor(bytes / (Buffer.byteLength(text) + 1)))
    .fill(text)
    .join(",");
};

async function webhook(type: string, body: string): Promise<() => Promise<number>> {
  const { path, headers } = stage.asks.event;
  const sent = { ...headers, "x-event": eventId, "content-type": type };
  return async () => (await ask({ path, method: "POST", headers: sent, body })).status;
}

/** One list, with a query string that is as long as headers may be. */
async function query(text: string): Promise<() => Promise<number>> {
  const { path, headers } = stage.asks.read;
  return async () => (await ask({ path: `${path}&${text}`, headers })).status;
}

const RANGE = "start_time=2026-01-01&end_time=2027-01-01";

const KINDS: [kind: string, prepare: () => Promise<() => Promise<number>>, status: number][] = [
  ["turn, letters", () => intoCall("/turns", { index: 0, ...turnOf("word ") }), 201],
  ["turn, combining marks", () => intoCall("/turns", { index: 0, ...turnOf("\u0301\u0316") }), 201],
  [
    "turn, a character that expands 18 times",
    () => intoCall("/turns", { index: 0, ...turnOf("\ufdfa") }),
    201,
  ],
  ["turn, Han", () => intoCall("/turns", { index: 0, ...turnOf("朝") }), 201],
  ["turn, Hangul", () => intoCall("/turns", { index: 0, ...turnOf("각") }), 201],
  ["turn, intents", () => intoCall("/turns", { index: 0, intents: Array(MOST_VALUES).fill("x") }), 201],
  [
    "turn, entities",
    () => intoCall("/turns", `{"index":0,"entities":[{${members(MOST_VALUES, '""')}}]}`),
    201,
  ],
  ["metric, the longest value", () => intoCall("/metrics", { name: "M", value: "x".repeat(TEXT) }), 200],
  ["state, many members", () => intoCall("/state", `{${members(MOST_VALUES - 100)}}`, "PATCH"), 200],
  ["state, one text", () => intoCall("/state", { a: "x".repeat(BODY) }, "PATCH"), 200],
  ["handoff, many members", () => intoCall("/handoff", `{"data":{${members(MOST_VALUES - 100)}}}`), 201],
  ["handoff, lists", () => intoCall("/handoff", `{"data":{"a":[${filled("[],", 3 * 98_000)}0]}}`), 201],
  ["import line, one text a turn", () => importing(`,"turns":[${turnsOf(turnOf("word "), LINE)}]`), 200],
  [
    "import line, combining marks",
    () => importing(`,"turns":[${turnsOf(turnOf("\u0301\u0316"), LINE)}]`),
    200,
  ],
  [
    "import line, expanding characters",
    () => importing(`,"turns":[${turnsOf(turnOf("\ufdfa"), LINE)}]`),
    200,
  ],
  ["import line, empty turns", () => importing(`,"turns":[${filled("{},", 3 * 98_000)}{}]`), 200],
  ["import line, metric names", () => importing(`,"metrics":{${members(MOST_VALUES - 100, '""')}}`), 200],
  ["import line, state", () => importing(`,"state":{${members(MOST_VALUES - 100)}}`), 200],
  ["import line, one text of state", () => importing(`,"state":{"a":"${"x".repeat(LINE)}"}`), 200],
  [
    "import batch, 200 lines",
    () => importing(`,"turns":[${turnsOf({ user_input: "Hello there" }, 20_000)}]`, 200),
    200,
  ],
  ["import batch, metric names", () => importing(`,"metrics":{${members(500, '"x"')}}`, 200), 200],
  ["webhook, JSON members", () => webhook("application/json", `{${members(MOST_VALUES)}}`), 201],
  ["webhook, JSON text", () => webhook("application/json", `{"a":"${"x".repeat(BODY)}"}`), 201],
  ["webhook, XML tags", () => webhook("application/xml", `<a>${filled("<b>1</b>", 8 * 24_990)}</a>`), 201],
  [
    "webhook, XML attributes",
    () => webhook("application/xml", `<a ${members(49_000, '"1"').replace(/"(\w+)":("1"),?/g, " a$1=$2")}/>`),
    201,
  ],
  ["webhook, XML text", () => webhook("text/xml", `<a>${"x".repeat(BODY)}</a>`), 201],
  ["webhook, text pairs", () => webhook("text/plain", filled("a=b&", BODY)), 201],
  ["webhook, form", () => webhook("application/x-www-form-urlencoded", filled("a=%20&", BODY)), 201],
  ["query, parameters", () => query(filled("a=b&", 15 * KIB)), 200],
  ["query, channels", () => query(filled("channel=a&", 15 * KIB)), 200],
  ["query, words", () => query(`${RANGE}&query_type=transcript&query=${filled("ab+", 900)}`), 200],
];

test("the longest stall of the event loop for each kind of input at its limit", async () => {
  const table: Record<string, { "longest stall in ms": string }> = {};
  for (const [kind, prepare, status] of KINDS) {
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
