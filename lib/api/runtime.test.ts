import { expect, test, vi } from "vitest";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { makeAgent, makeKey } from "@/testing/fixtures";
import { START, setupRuntimeClient } from "@/testing/runtime-client";

const { call, runtimeWith, makeRuntime } = setupRuntimeClient();

test("records a call turn by turn, readable with a key at any time", async () => {
  const { runtime, read, agent, actor } = await makeRuntime();
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
    user_input_datetime: "2026-09-01 12:00:01.5+0200",
    agent_response: "Good morning",
    agent_response_datetime: "a moment later",
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
  await runtime("PATCH", "/CA1/state", '{"order":12345678901234567890,"removed":1,"kept":{"deep":null}}');
  await runtime("PATCH", "/CA1/state", { removed: null, more: true });
  expect((await runtime("POST", "/CA1/end", { ended_at: "2026-09-01 12:01:05 02:00" })).status).toBe(200);
  expect((await runtime("POST", "/CA1/end", {})).status).toBe(200);

  const [conversation] = await read();
  expect(conversation).toMatchObject({
    in_progress: false,
    num_turns: 2,
    num_silences: 1,
    total_duration: 65,
    polyai_duration: 65,
    metrics: { STEP: ["a", "2"], ONCE: "first", CALL_COMPLETED: "true" },
    turns: [
      {
        user_input: "Hello",
        user_input_datetime: "2026-09-01T10:00:01.500Z",
        agent_response_datetime: "a moment later",
        latency: 0.5,
        entities: [{ name: "Zoë" }],
      },
      { is_silence: true },
    ],
  });
  expect(conversation.metrics).not.toHaveProperty("CALL_IN_PROGRESS");
  expect(conversation.turns[1]).not.toHaveProperty("latency");
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

// JSON.parse changes each of them: rounded, overflowed, or written differently.
const NUMBERS = [
  ...["12345678901234567890", "-9007199254740993", "0.1000000000000000055511151231257827"],
  ...["1.0", "1.50", "-0", "1E5", "1e400", "1e-400", "123456789012345678901234567890.000"],
];

test("stores and returns every number with the digits that were sent", async () => {
  const { runtime, read, agent, secret } = await makeRuntime();
  await runtime("POST", "", START);
  for (const value of NUMBERS) await runtime("POST", "/CA1/metrics", `{"name":"ORDER","value":${value}}`);
  await runtime("POST", "/CA1/metrics", '{"value":1, "name":"LAST", "val\\u0075e": 2.0 }');
  const latencies = NUMBERS.filter((number) => number !== "1e400" && number !== "-9007199254740993");
  for (const [index, latency] of latencies.entries()) {
    const sent = await runtime("POST", "/CA1/turns", `{"index":${index}.0,"latency":${latency}}`);
    expect(sent.status, latency).toBe(201);
  }
  expect(await read()).toMatchObject([{ metrics: { ORDER: NUMBERS, LAST: "2.0" } }]);
  const detail = await call(`/v1/agents/${agent.slug}/conversations/CA1`, { key: secret });
  const text = await detail.text();
  expect(text.match(/"perceived_latency":[^,]+/g)?.map((found) => found.split(":")[1])).toEqual(latencies);
  expect(JSON.parse(text).metrics.ORDER.map(({ value }: { value: string }) => value)).toEqual(NUMBERS);
});

test("compares the latency of a repeated turn digit for digit", async () => {
  const { runtime } = await makeRuntime();
  await runtime("POST", "", START);
  const send = async (turn: string) => (await runtime("POST", "/CA1/turns", turn)).status;
  expect(await send('{"index":0,"latency":0.1000000000000000055511151231257827}')).toBe(201);
  expect(await send('{"index":0,"latency":1000000000000000055511151231257827e-34}')).toBe(200);
  expect(await send('{"index":0,"latency":0.1}')).toBe(409);
  expect(await send('{"index":0}')).toBe(409);
});

test("returns the time of each metric value in the camelCase API", async () => {
  const { runtime, agent, secret } = await makeRuntime();
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

test("stores concurrent and repeated turns once, in order", async () => {
  const { runtime, read } = await makeRuntime();
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

test("returns handoff data unchanged, by conversation or shared ID", async () => {
  const { runtime, read, actor, agent, secret } = await makeRuntime();
  const path = `/v1/${actor.slug}/${agent.slug}/handoff_state`;
  const readHandoff = async (query: string, key = secret) => {
    const response = await call(`${path}?${query}`, { key });
    return { status: response.status, text: await response.text() };
  };
  await runtime("POST", "", START);
  await runtime("POST", "", { ...START, id: "CA2" });
  const data = '{"n":1.50,"big":12345678901234567890,"list":[ 1, 2]}';
  await runtime(
    "POST",
    "/CA1/handoff",
    `{"destination":"desk","reason":"billing","shared_id":"shared 1","data":${data}}`,
  );
  expect(await readHandoff("id=CA1")).toEqual({
    status: 200,
    text: `{"id":"CA1","data":${data},"shared_id":"shared 1"}`,
  });
  await runtime("POST", "/CA2/handoff", { shared_id: "shared 1", data: { second: true } });
  expect(await readHandoff("shared_id=shared%201&id=CA1")).toEqual({
    status: 200,
    text: '{"id":"CA2","data":{"second":true},"shared_id":"shared 1"}',
  });
  expect((await read())[0]).toMatchObject({
    handoff: true,
    handoff_destination: "desk",
    handoff_reason: "billing",
    metrics: { HANDOFF_TO: "desk", HANDOFF_REASON: "billing" },
  });

  expect(JSON.parse((await readHandoff("id=CA3")).text).error_code).toBe("HANDOFF_NOT_FOUND");
  expect(JSON.parse((await readHandoff("")).text)).toMatchObject({
    error_code: "HANDOFF_VALIDATION_FAILED",
    error: "id or shared_id is required.",
  });
  const { secret: other } = await makeKey(actor, { permissions: ["conversations"] });
  expect(JSON.parse((await readHandoff("", other)).text).error_code).toBe("USER_ACCESS_FORBIDDEN");
  expect((await readHandoff("id=CA1", "nonsense")).status).toBe(401);
});

test("limits a runtime token to its agent, and accepts neither token nor key in place of the other", async () => {
  const { runtime, token, secret, actor, agent } = await makeRuntime();
  const other = await makeAgent(actor);
  const { token: otherToken } = await createRuntimeToken(actor, other.id);
  await runtime("POST", "", START);
  expect(await runtimeWith(otherToken)("POST", "/CA1/turns", { index: 0 })).toMatchObject({
    status: 404,
    code: "CONVERSATIONS_NOT_FOUND",
  });
  expect(await runtimeWith(secret)("POST", "", START)).toMatchObject({
    status: 401,
    code: "RUNTIME_TOKEN_INVALID",
  });
  expect((await call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: token })).status).toBe(401);
  await createRuntimeToken(actor, agent.id);
  expect(await runtime("POST", "", START)).toMatchObject({ status: 401 });
});

test("uses the database's clock for starts, ends and metrics", async () => {
  const { runtime, agent, secret } = await makeRuntime();
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2001, 0, 1) });
  try {
    expect((await runtime("POST", "", { ...START, started_at: undefined })).status).toBe(201);
    await runtime("POST", "/CA1/metrics", { name: "TOPIC", value: "x" });
    await runtime("POST", "/CA1/end", {});
  } finally {
    vi.useRealTimers();
  }
  const detail = await (await call(`/v1/agents/${agent.slug}/conversations/CA1`, { key: secret })).json();
  const written = detail.metrics.TOPIC[0].timestamp;
  for (const instant of [detail.startedAt, detail.finishedAt, written])
    expect(Math.abs(Date.parse(instant) - now)).toBeLessThan(3_600_000);
});

test("accepts start times up to one day ahead", async () => {
  const { runtime } = await makeRuntime();
  const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
  const start = (id: string, started_at: string) => runtime("POST", "", { ...START, id, started_at });
  expect((await start("today", ahead(86_000_000))).status).toBe(201);
  const rejected = await start("later", ahead(87_000_000));
  expect([rejected.status, rejected.json.error]).toEqual([
    400,
    "started_at must be at most a day after now.",
  ]);
});

test("accepts end times up to one day ahead", async () => {
  const { runtime, read } = await makeRuntime();
  await runtime("POST", "", START);
  const end = (milliseconds: number) =>
    runtime("POST", "/CA1/end", { ended_at: new Date(Date.now() + milliseconds).toISOString() });
  const rejected = await end(87_000_000);
  expect([rejected.status, rejected.json.error]).toEqual([400, "ended_at must be at most a day after now."]);
  expect((await read())[0].in_progress).toBe(true);
  expect((await end(86_000_000)).status).toBe(200);
});
