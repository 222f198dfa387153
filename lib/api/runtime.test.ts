import { expect, test, vi } from "vitest";
import type { Actor } from "@/lib/features/actor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";

const call = setupApiClient();

/** A runtime with its token, an agent whose configuration is open, and a key that may do everything. */
async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
  const { token } = await createRuntimeToken(actor, agent.id);
  const { secret } = await makeKey(actor);
  const runtime = runtimeOf(token);
  const read = async () =>
    (
      await (
        await call(`/v3/${actor.slug}/${agent.slug}/conversations?include_latency=true`, { key: secret })
      ).json()
    ).conversations;
  return { actor, agent, token, secret, runtime, read };
}

const runtimeOf = (token: string) => async (method: string, path: string, body?: unknown) => {
  const answer = await call(`/runtime/v1/conversations${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  });
  const json = await answer.json();
  return { status: answer.status, json, code: json.error_code as string | undefined };
};

const START = {
  id: "CA1",
  environment: "live",
  channel: "VOICE-SIP",
  from_number: "+447700900123",
  started_at: "2026-09-01T10:00:00Z",
};

test("a call is told turn by turn, and a key reads it as it stands", async () => {
  const { runtime, read, agent, actor } = await setup();
  expect(await runtime("POST", "", START)).toMatchObject({ status: 201, json: { id: "CA1" } });
  expect(await runtime("POST", "", { ...START, channel: "OTHER" })).toMatchObject({
    status: 200,
    json: { id: "CA1" },
  });
  expect(await read()).toMatchObject([
    {
      id: "CA1",
      in_progress: true,
      num_turns: 0,
      turns: [],
      metrics: { CALL_IN_PROGRESS: "true" },
      channel: "VOICE-SIP",
    },
  ]);

  const turn = {
    index: 0,
    user_input: "Hello",
    agent_response: "Good morning",
    latency: 0.5,
    entities: [{ name: "Zoë" }],
  };
  expect((await runtime("POST", "/CA1/turns", turn)).status).toBe(201);
  expect((await runtime("POST", "/CA1/turns", turn)).status).toBe(200);
  expect(await runtime("POST", "/CA1/turns", { ...turn, user_input: "Bye" })).toMatchObject({
    status: 409,
    code: "TURN_CONFLICT",
  });
  expect(await runtime("POST", "/CA1/turns", { index: 2 })).toMatchObject({
    status: 409,
    code: "TURN_CONFLICT",
  });
  expect((await runtime("POST", "/CA1/turns", { index: 1, is_silence: true })).status).toBe(201);

  for (const value of ["a", 2]) await runtime("POST", "/CA1/metrics", { name: "STEP", value });
  for (const value of ["first", "second"])
    await runtime("POST", "/CA1/metrics", { name: "ONCE", value, write_once: true });
  await runtime("PATCH", "/CA1/state", '{"order":12345678901234567890,"gone":1,"kept":{"deep":null}}');
  await runtime("PATCH", "/CA1/state", { gone: null, more: true });
  expect((await runtime("POST", "/CA1/end", { ended_at: "2026-09-01T10:01:05Z" })).status).toBe(200);
  expect((await runtime("POST", "/CA1/end", {})).status).toBe(200);

  const [told] = await read();
  expect(told).toMatchObject({
    in_progress: false,
    num_turns: 2,
    num_silences: 1,
    total_duration: 65,
    polyai_duration: 65,
    metrics: { STEP: ["a", "2"], ONCE: "first", CALL_COMPLETED: "true" },
    turns: [{ user_input: "Hello", latency: 0.5, entities: [{ name: "Zoë" }] }, { is_silence: true }],
  });
  expect(told.metrics).not.toHaveProperty("CALL_IN_PROGRESS");
  expect(told.turns[1]).not.toHaveProperty("latency");
  const raw = await (
    await call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: (await makeKey(actor)).secret })
  ).text();
  expect(raw).toContain('"state":{"order":12345678901234567890,"kept":{"deep":null},"more":true}');

  for (const [method, path, body] of [
    ["POST", "/turns", { index: 2 }],
    ["POST", "/metrics", { name: "X", value: "1" }],
    ["PATCH", "/state", { a: 1 }],
    ["POST", "/handoff", { data: {} }],
    ["POST", "/external-events", {}],
  ] as const) {
    expect(await runtime(method, `/CA1${path}`, body), path).toMatchObject({
      status: 409,
      code: "CONVERSATION_ENDED",
    });
  }
});

test("the camelCase API tells when each metric was written", async () => {
  const { runtime, agent, secret } = await setup();
  await runtime("POST", "", START);
  for (const value of ["a", "b"]) await runtime("POST", "/CA1/metrics", { name: "STEP", value });
  await runtime("POST", "/CA1/end", { ended_at: "2026-09-01T10:01:05Z" });
  const { metrics } = await (
    await call(`/v1/agents/${agent.slug}/conversations/CA1`, { key: secret })
  ).json();
  expect(metrics.CALL_COMPLETED).toEqual([{ value: "true", timestamp: "2026-09-01T10:01:05.000Z" }]);
  const [first, second] = metrics.STEP;
  expect([first.value, second.value]).toEqual(["a", "b"]);
  expect(Date.parse(second.timestamp)).toBeGreaterThanOrEqual(Date.parse(first.timestamp));
  expect(Date.now() - Date.parse(first.timestamp)).toBeLessThan(3_600_000);
});

test("turns sent many at once and repeated are each there once, in order", async () => {
  const { runtime, read } = await setup();
  await runtime("POST", "", START);
  for (let index = 0; index < 10; index++) {
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => runtime("POST", "/CA1/turns", { index, user_input: `Turn ${index}` })),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
  }
  const [{ turns }] = await read();
  expect(turns.map(({ user_input }: { user_input: string }) => user_input)).toEqual(
    Array.from({ length: 10 }, (_, n) => `Turn ${n}`),
  );
});

test("what is handed over is answered exactly, by conversation or by the id that several share", async () => {
  const { runtime, read, actor, agent, secret } = await setup();
  const path = `/v1/${actor.slug}/${agent.slug}/handoff_state`;
  const ask = async (query: string, key = secret) => {
    const answer = await call(`${path}?${query}`, { key });
    return { status: answer.status, text: await answer.text() };
  };
  await runtime("POST", "", START);
  await runtime("POST", "", { ...START, id: "CA2" });
  const data = '{"n":1.50,"big":12345678901234567890,"list":[ 1, 2]}';
  await runtime(
    "POST",
    "/CA1/handoff",
    `{"destination":"desk","reason":"billing","shared_id":"shared 1","data":${data}}`,
  );
  expect(await ask("id=CA1")).toEqual({
    status: 200,
    text: `{"id":"CA1","data":${data},"shared_id":"shared 1"}`,
  });
  await runtime("POST", "/CA2/handoff", { shared_id: "shared 1", data: { second: true } });
  expect(await ask("shared_id=shared%201&id=CA1")).toEqual({
    status: 200,
    text: '{"id":"CA2","data":{"second":true},"shared_id":"shared 1"}',
  });
  expect((await read())[0]).toMatchObject({
    handoff: true,
    handoff_destination: "desk",
    handoff_reason: "billing",
    metrics: { HANDOFF_TO: "desk", HANDOFF_REASON: "billing" },
  });

  expect(JSON.parse((await ask("id=CA3")).text).error_code).toBe("HANDOFF_NOT_FOUND");
  expect(JSON.parse((await ask("")).text)).toMatchObject({
    error_code: "HANDOFF_VALIDATION_FAILED",
    error: "id or shared_id is required.",
  });
  const { secret: other } = await makeKey(actor, { permissions: ["conversations"] });
  expect(JSON.parse((await ask("", other)).text).error_code).toBe("USER_ACCESS_FORBIDDEN");
  expect((await ask("id=CA1", "nonsense")).status).toBe(401);
});

test("a runtime token is one agent's, is replaced at once, and is no API key, nor the other way round", async () => {
  const { runtime, token, secret, actor, agent } = await setup();
  const other = await makeAgent(actor as Actor);
  const { token: otherToken } = await createRuntimeToken(actor, other.id);
  await runtime("POST", "", START);
  expect(await runtimeOf(otherToken)("POST", "/CA1/turns", { index: 0 })).toMatchObject({
    status: 404,
    code: "CONVERSATIONS_NOT_FOUND",
  });
  expect(await runtimeOf(secret)("POST", "", START)).toMatchObject({
    status: 401,
    code: "RUNTIME_TOKEN_INVALID",
  });
  expect((await call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: token })).status).toBe(401);
  await createRuntimeToken(actor, agent.id);
  expect(await runtime("POST", "", START)).toMatchObject({ status: 401 });
});

test.each([
  ["", { ...START, id: "CA9", startedAt: "2026-09-01T10:00:00Z" }, "startedAt"],
  ["/CA1/turns", { index: 0, userInput: "Hello" }, "userInput"],
  ["/CA1/turns", { index: 0, user_input: "Hello", text: "Hello" }, "text"],
  ["/CA1/metrics", { name: "TOPIC", value: "x", writeOnce: true }, "writeOnce"],
  ["/CA1/handoff", { sharedId: "case 17" }, "sharedId"],
  ["/CA1/external-events", { sendToLlm: true }, "sendToLlm"],
  ["/CA1/end", { endedAt: "2026-09-01T10:01:00Z" }, "endedAt"],
])("POST %s of %j is refused because of %s, and nothing is stored", async (path, body, field) => {
  const { runtime, read } = await setup();
  await runtime("POST", "", START);
  const before = await read();
  const answer = await runtime("POST", path, body);
  expect(answer).toMatchObject({ status: 400, code: "RUNTIME_VALIDATION_FAILED" });
  expect(answer.json.error).toBe(`The body must not have the field ${field}.`);
  expect(await read()).toEqual(before);
});

test("a call starts, ends and writes metrics by the database's clock, whatever this process's says", async () => {
  const { runtime, agent, secret } = await setup();
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2001, 0, 1) });
  try {
    expect((await runtime("POST", "", { ...START, started_at: undefined })).status).toBe(201);
    await runtime("POST", "/CA1/metrics", { name: "TOPIC", value: "x" });
    await runtime("POST", "/CA1/end", {});
  } finally {
    vi.useRealTimers();
  }
  const told = await (await call(`/v1/agents/${agent.slug}/conversations/CA1`, { key: secret })).json();
  const written = told.metrics.TOPIC[0].timestamp;
  for (const instant of [told.startedAt, told.finishedAt, written])
    expect(Math.abs(Date.parse(instant) - now)).toBeLessThan(3_600_000);
});

test("a runtime may start a call at most a day ahead", async () => {
  const { runtime } = await setup();
  const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
  const start = (id: string, started_at: string) => runtime("POST", "", { ...START, id, started_at });
  expect((await start("today", ahead(86_000_000))).status).toBe(201);
  const refused = await start("later", ahead(87_000_000));
  expect([refused.status, refused.json.error]).toEqual([400, "started_at must be at most a day after now."]);
});

test("a call's state and metrics grow to a mebibyte each, and what fills them may be removed", async () => {
  const { runtime } = await setup();
  await runtime("POST", "", START);
  const half = "x".repeat(600_000);
  expect((await runtime("PATCH", "/CA1/state", { a: half })).status).toBe(200);
  const more = await runtime("PATCH", "/CA1/state", { b: half });
  expect([more.status, more.json.error]).toEqual([400, expect.stringContaining("state would exceed")]);
  expect((await runtime("PATCH", "/CA1/state", { a: null, b: half })).status).toBe(200);
  const value = "x".repeat(100_000);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n++)
    statuses.push((await runtime("POST", "/CA1/metrics", { name: `M${n}`, value })).status);
  expect(statuses).toEqual([...Array(10).fill(200), 400]);
  expect((await runtime("POST", "/CA1/end", {})).status).toBe(200);
});

test.each([
  ["", { ...START, environment: "prod" }, 400],
  ["", { ...START, id: "has space" }, 400],
  ["", "[]", 400],
  ["", "{", 400],
  ["/CA1/turns", { index: -1 }, 400],
  ["/CA1/metrics", { name: "", value: "x" }, 400],
  ["/CA1/end", { ended_at: "2020-01-01T00:00:00Z" }, 400],
  ["/none/turns", { index: 0 }, 404],
  ["/CA1/turns", JSON.stringify({ index: 0, user_input: "x".repeat(1_100_000) }), 413],
])("POST %s of %j is refused", async (path, body, status) => {
  const { runtime } = await setup();
  await runtime("POST", "", START);
  const answer = await runtime("POST", path, body);
  expect(answer.status).toBe(status);
  expect(answer.json.error_code).toBeDefined();
});

test.each([
  ["", { environment: "production", channel: "VOICE" }, "environment must be live, pre-release or sandbox."],
  ["", { channel: "VOICE" }, "environment is required."],
  ["/CA1/turns", { index: -1 }, "index must be a whole number from 0 to 100000."],
  ["/CA1/turns", { index: 0, barge_in: "no" }, "barge_in must be true or false."],
  ["/CA1/turns", { index: 0, intents: ["a", 7] }, "intents.1 must be text."],
  ["/CA1/turns", { index: 0, entities: [{ name: 7 }] }, "entities.0.name must be text or a list."],
  ["/CA1/metrics", { name: "A", value: {} }, "value must be text, a number or true or false."],
  ["/CA1/handoff", { data: [] }, "data must be an object."],
])("POST %s with %j is refused in words that name the field", async (path, body, message) => {
  const { runtime } = await setup();
  await runtime("POST", "", START);
  const { status, json } = await runtime("POST", path, body);
  expect([status, json.error_code, json.error]).toEqual([400, "RUNTIME_VALIDATION_FAILED", message]);
});
