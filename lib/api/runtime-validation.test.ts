import { expect, test } from "vitest";
import { START, setupRuntimeClient } from "@/testing/runtime-client";

const { call, makeRuntime } = setupRuntimeClient();

test.each([
  ["", { ...START, id: "CA9", startedAt: "2026-09-01T10:00:00Z" }, "startedAt"],
  ["/CA1/turns", { index: 0, userInput: "Hello" }, "userInput"],
  ["/CA1/turns", { index: 0, user_input: "Hello", text: "Hello" }, "text"],
  ["/CA1/metrics", { name: "TOPIC", value: "x", writeOnce: true }, "writeOnce"],
  ["/CA1/handoff", { sharedId: "case 17" }, "sharedId"],
  ["/CA1/external-events", { sendToLlm: true }, "sendToLlm"],
  ["/CA1/end", { endedAt: "2026-09-01T10:01:00Z" }, "endedAt"],
])("POST %s with %j rejects the unknown field %s and stores nothing", async (path, body, field) => {
  const { runtime, read } = await makeRuntime();
  await runtime("POST", "", START);
  const before = await read();
  const response = await runtime("POST", path, body);
  expect(response).toMatchObject({ status: 400, code: "RUNTIME_VALIDATION_FAILED" });
  expect(response.json.error).toBe(`The body must not have the field ${field}.`);
  expect(await read()).toEqual(before);
});

test("reads JSON with a byte order mark, in any charset and of a suffixed type", async () => {
  const { token, read, runtime } = await makeRuntime();
  await runtime("POST", "", START);
  const types = [
    ["application/json", Buffer.from('\ufeff{"index":0,"user_input":"\u00e9"}'), 201],
    ["application/vnd.turn+json", Buffer.from('{"index":1,"user_input":"\u00e9"}'), 201],
    ["application/json; charset=ISO-8859-1", Buffer.from('{"index":2,"user_input":"\u00e9"}', "latin1"), 201],
    ["application/json; charset=utf-16", Buffer.from('{"index":3,"user_input":"\u00e9"}', "utf16le"), 201],
    ["application/json", Buffer.from('{"index":4,"user_input":"\u00e9"}', "latin1"), 400],
    ["application/json; charset=utf-7", Buffer.from('{"index":4}'), 415],
    ["application/turn+xml", Buffer.from("<turn/>"), 415],
  ] as const;
  for (const [type, body, status] of types) {
    const headers = { authorization: `Bearer ${token}`, "content-type": type };
    const response = await call("/runtime/v1/conversations/CA1/turns", { method: "POST", headers, body });
    expect(response.status, type).toBe(status);
  }
  const [{ turns }] = await read();
  expect(turns.map((turn: { user_input: string }) => turn.user_input)).toEqual(Array(4).fill("\u00e9"));
});

test("limits state and metrics to 1 MiB each, and lets them shrink", async () => {
  const { runtime } = await makeRuntime();
  await runtime("POST", "", START);
  const half = "x".repeat(600_000);
  expect((await runtime("PATCH", "/CA1/state", { a: half })).status).toBe(200);
  const more = await runtime("PATCH", "/CA1/state", { b: half });
  expect([more.status, more.json.error]).toEqual([400, expect.stringContaining("state would exceed")]);
  expect((await runtime("PATCH", "/CA1/state", { a: null, b: half })).status).toBe(200);
  const value = "x".repeat(100_000);
  const digits = await runtime("POST", "/CA1/metrics", `{"name":"N","value":${"1".repeat(100_001)}}`);
  expect([digits.status, digits.json.error]).toEqual([400, "value must have at most 100000 characters."]);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n++)
    statuses.push((await runtime("POST", "/CA1/metrics", { name: `M${n}`, value })).status);
  expect(statuses).toEqual([...Array(10).fill(200), 400]);
  expect((await runtime("POST", "/CA1/end", {})).status).toBe(200);
});

test("counts the maximum length of text in code points, as /openapi.json does", async () => {
  const { runtime } = await makeRuntime();
  await runtime("POST", "", START);
  const turn = (index: number, length: number) =>
    runtime("POST", "/CA1/turns", { index, user_input: "🚀".repeat(length) });
  expect((await turn(0, 60_000)).status).toBe(201);
  const long = await turn(1, 100_001);
  expect([long.status, long.json.error]).toEqual([400, "user_input must have at most 100000 characters."]);
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
])("POST %s with %j is rejected", async (path, body, status) => {
  const { runtime } = await makeRuntime();
  await runtime("POST", "", START);
  const response = await runtime("POST", path, body);
  expect(response.status).toBe(status);
  expect(response.json.error_code).toBeDefined();
});

test.each([
  ["", { environment: "production", channel: "VOICE" }, "environment must be live, pre-release or sandbox."],
  ["", { channel: "VOICE" }, "environment is required."],
  [
    "",
    { ...START, started_at: "2026-09-01 10:00:00" },
    "started_at must end with its UTC offset, such as Z or +02:00.",
  ],
  ["/CA1/turns", { index: -1 }, "index must be a whole number from 0 to 100000."],
  ["/CA1/turns", { index: 0, barge_in: "no" }, "barge_in must be true or false."],
  ["/CA1/turns", { index: 0, intents: ["a", 7] }, "intents.1 must be text."],
  ["/CA1/turns", { index: 0, entities: [{ name: 7 }] }, "entities.0.name must be text or a list."],
  ["/CA1/turns", '{"index":1.00000000000000000001}', "index must be a whole number."],
  ["/CA1/turns", '{"index":0,"latency":1e400}', "latency must be within the range of a 64-bit float."],
  ["/CA1/turns", '{"index":0,"latency":-1e-400}', "latency must be at least 0."],
  ["/CA1/metrics", { name: "A", value: {} }, "value must be text, a number or true or false."],
  ["/CA1/handoff", { data: [] }, "data must be an object."],
])("POST %s with %j is rejected with a message that names the field", async (path, body, message) => {
  const { runtime } = await makeRuntime();
  await runtime("POST", "", START);
  const { status, json } = await runtime("POST", path, body);
  expect([status, json.error_code, json.error]).toEqual([400, "RUNTIME_VALIDATION_FAILED", message]);
});
