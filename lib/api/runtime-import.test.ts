import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { db } from "@/db/client/client";
import { selectMetricNames } from "@/db/queries/agents";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { listAudit } from "@/lib/features/audit/list-audit";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { withDatabaseUnavailable } from "@/testing/database";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";

const call = setupApiClient();

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const { secret } = await makeKey(actor);
  const send = async (body: BodyInit, type = "application/x-ndjson", more: Record<string, string> = {}) =>
    call("/runtime/v1/conversations:import", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": type, ...more },
      body,
    });
  const stored = async () =>
    (await (await call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: secret })).json())
      .conversations;
  return { actor, agent, token, send, stored };
}

const line = (id: string, more: object = {}) =>
  JSON.stringify({
    id,
    environment: "live",
    started_at: "2026-09-01T10:00:00Z",
    channel: "VOICE-SIP",
    in_progress: false,
    ...more,
  });

const progressOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));

test("stores valid lines, reports invalid ones by number, and changes nothing when repeated", async () => {
  const { send, stored, actor } = await setup();
  const state = '{"n":12345678901234567890,"x":1.50}';
  const body = [
    line("CA1").replace("}", `,"state":${state}}`),
    "",
    "{",
    line("CA2", { environment: "prod" }),
    line("CA3"),
  ].join("\n");
  const counts = { imported: 2, updated: 0, unchanged: 0, failed: 2 };
  const response = await send(body);
  expect(response.status).toBe(200);
  expect(await progressOf(response)).toEqual([
    { line: 3, reason: "not valid JSON" },
    { line: 4, reason: expect.stringContaining("environment") },
    { stored: counts },
    { done: counts },
  ]);
  expect((await progressOf(await send(body))).at(-1)).toEqual({
    done: { imported: 0, updated: 0, unchanged: 2, failed: 2 },
  });
  expect((await stored()).map(({ id }: { id: string }) => id)).toEqual(["CA1", "CA3"]);
  const { entries } = await listAudit(actor, { cursor: null });
  expect(entries[0]).toMatchObject({ action: "conversations.imported", actorKind: "runtime" });
});

test("imports latencies with all their digits, and rejects a fraction in a count", async () => {
  const { send, actor, agent } = await setup();
  await configureAgent(actor, { id: agent.id, metrics: { mode: "all" }, transcript: true });
  const latencies = ["12345678901234567890", "0.1000000000000000055511151231257827", "1.0", "1E5", "-0"];
  const turns = latencies.map((latency) => `{"entities":[{"a":"},"}],"latency":${latency}}`);
  const withMembers = (id: string, members: string) => line(id).replace("}", `,${members}}`);
  const body = [
    withMembers("CA1", `"num_turns":7.0,"turns":[${turns}, {"user_input":"latency"}]`),
    withMembers("CA2", '"total_duration":4.00000000000000000001'),
    withMembers("CA3", '"turns":[{"latency":-1e-400}]'),
  ].join("\n");
  expect((await progressOf(await send(body))).slice(0, 2)).toEqual([
    { line: 2, reason: "total_duration: must be a whole number" },
    { line: 3, reason: "turns.0.latency: must be at least 0" },
  ]);
  const again = await progressOf(await send(body));
  expect(again.at(-1)).toEqual({ done: { imported: 0, updated: 0, unchanged: 1, failed: 2 } });
  const { secret } = await makeKey(actor);
  const path = `/v3/${actor.slug}/${agent.slug}/conversations?include_latency=true`;
  const text = await (await call(path, { key: secret })).text();
  expect(text.match(/(?<="latency":)[^}]+/g)).toEqual(latencies);
  expect(text).toContain('"num_turns":7,');
});

test("rejects only the line that changes a stored conversation's start time", async () => {
  const { send, stored } = await setup();
  const first = "2026-09-01T10:00:00Z";
  await send([line("CA1"), line("CA2")].join("\n"));
  const body = [
    line("CA1", { started_at: "2026-09-01T10:00:00.001Z", metrics: { NEVER: "stored" } }),
    line("CA2", { started_at: "20260901T120000+0200", channel: "CHAT" }),
    line("CA3"),
  ];
  const counts = { imported: 1, updated: 1, unchanged: 0, failed: 1 };
  const reason =
    "started_at: must stay 2026-09-01T10:00:00.000Z; the start of a stored conversation cannot change";
  expect(await progressOf(await send(body.join("\n")))).toEqual([
    { line: 1, reason },
    { stored: counts },
    { done: counts },
  ]);
  const starts = (await stored()).map(({ started_at }: { started_at: string }) => started_at);
  expect(starts).toEqual(Array(3).fill(new Date(first).toISOString()));
});

test("reads every spelling of a time, and finds the conversation unchanged", async () => {
  const { send } = await setup();
  const at = (started_at: string, user_input_datetime: string) =>
    line("CA1", { started_at, turns: [{ user_input: "Hello", user_input_datetime }] });
  const lines = [
    at("2026-09-01T10:00:00Z", "2026-09-01T10:00:01.5Z"),
    at("2026-09-01 12:00:00.000000+02:00", "2026-09-01 12:00:01.500000+02:00"),
    at("2026-09-01T12:00+02:00[Europe/Berlin]", "2026-09-01T12:00:01.500999999+02:00[Europe/Berlin]"),
  ];
  const statuses = [];
  for (const body of lines) statuses.push((await progressOf(await send(body))).at(-1));
  const counts = { imported: 0, updated: 0, failed: 0 };
  expect(statuses).toEqual([
    { done: { ...counts, imported: 1, unchanged: 0 } },
    { done: { ...counts, unchanged: 1 } },
    { done: { ...counts, unchanged: 1 } },
  ]);
});

test("rejects only the line with an unknown turn field, and names the field", async () => {
  const { send } = await setup();
  const body = [
    line("CA1", { turns: [{ user_input: "Hello" }, { userInput: "lost" }] }),
    // Additional fields of a Conversations API response are accepted.
    line("CA2", { account_id: "ws-1", project_id: "p", turns: [{ user_input: "Hello" }] }),
  ];
  const counts = { imported: 1, updated: 0, unchanged: 0, failed: 1 };
  expect(await progressOf(await send(body.join("\n")))).toEqual([
    { line: 1, reason: "turns.1: must not have the field userInput" },
    { stored: counts },
    { done: counts },
  ]);
});

test("stores a batch with more metric names than a statement can have parameters", async () => {
  const { send, actor, agent } = await setup();
  const metricsOf = (n: number) =>
    Object.fromEntries(Array.from({ length: 35_000 }, (_, m) => [`M-${n}-${m}`, "x"]));
  const body = [line("CA1", { metrics: metricsOf(1) }), line("CA2", { metrics: metricsOf(2) })];
  expect((await progressOf(await send(body.join("\n")))).at(-1)).toMatchObject({
    done: { imported: 2, failed: 0 },
  });
  expect(await selectMetricNames(db(), actor.workspaceId, [agent.id])).toHaveLength(70_000);
});

test("limits concurrent imports, and slows down one that is over its rate limit", async () => {
  const own = await setup();
  const open = [await openImport(own), await openImport(own), await openImport(own), await openImport(own)];
  for (const [n, { upload }] of open.entries()) upload.write(`{\n${line(`CA${n}`)}\n`);
  for (const { next } of open) expect(await next()).toEqual({ line: 1, reason: "not valid JSON" });
  const fifth = await own.send(line("CA-other"));
  expect([fifth.status, fifth.headers.get("retry-after")]).toEqual([429, "1"]);
  for (const { upload } of open) upload.end();
  for (const { next } of open) expect(await next()).toMatchObject({ stored: { imported: 1 } });
  for (const { next } of open) expect(await next()).toMatchObject({ done: { imported: 1 } });
  await expect.poll(async () => (await own.send("")).status).toBe(200);
});

test("reads lines in another charset and after a byte order mark", async () => {
  const { send, stored } = await setup();
  const type = "application/x-ndjson; charset=utf-16";
  const body = (id: string) => `${line(id, { variant_name: "\u00e9" })}\n`;
  await send(Buffer.from(body("CA1"), "utf16le"), type);
  await send(Buffer.from(`\ufeff${body("CA2")}`), "application/jsonl");
  await send(Buffer.from(body("CA3"), "latin1"), "application/jsonl; charset=latin1");
  expect(await stored()).toMatchObject(Array(3).fill({ variant_name: "\u00e9" }));
  expect((await send(body("CA4"), "application/x-ndjson; charset=utf-7")).status).toBe(415);
  expect((await progressOf(await send(Buffer.from("{}x"), type))).at(-1)).toMatchObject({
    error: "The body is not valid UTF-16LE.",
  });
});

test("unpacks a body with Content-Encoding, and refuses others", async () => {
  const { send, stored } = await setup();
  const packed = (bytes: BodyInit, encoding: string) =>
    send(bytes, undefined, { "content-encoding": encoding });
  const imported = { done: { imported: 1, updated: 0, unchanged: 0, failed: 0 } };
  const bodies = [
    gzipSync(line("CA0")),
    deflateSync(line("CA1")),
    brotliCompressSync(line("CA2")),
    line("CA3"),
  ];
  for (const [at, encoding] of ["GZip", "deflate", "br", "identity"].entries())
    expect((await progressOf(await packed(bodies[at] ?? "", encoding))).at(-1)).toEqual(imported);
  expect(await stored()).toHaveLength(4);

  // The line before the damage stays in its batch: without `done`, the import is incomplete.
  const invalid = "The body is not complete, valid gzip data.";
  const long = Buffer.alloc(16 * 1024 * 1024, "x");
  for (const body of [line("CA4"), gzipSync(line("CA4")).subarray(0, -9), long])
    expect((await progressOf(await packed(body, "gzip"))).at(-1)).toMatchObject({ error: invalid });

  const once = gzipSync(line("CA4"));
  for (const sent of [packed(once, "identity"), packed(gzipSync(once), "gzip")])
    expect((await progressOf(await sent))[0]).toMatchObject({ error: expect.stringMatching("Pack it once") });
  for (const encoding of ["zstd", "gzip, gzip", "gzip, br", "aes128gcm"]) {
    const refused = await packed(once, encoding);
    expect([refused.status, refused.headers.get("accept-encoding")]).toEqual([415, "gzip, deflate, br"]);
    expect((await refused.json()).error).toBe(
      "Send the body with one Content-Encoding, gzip, deflate or br, or without.",
    );
  }
  expect((await send(line("CA4"), "text/csv")).headers.get("accept-encoding")).toBeNull();
  expect(await stored()).toHaveLength(4);
});

test("reports a packed line over 8 MiB like any other", async () => {
  const { send, stored } = await setup();
  const bomb = Buffer.concat([
    gzipSync(`${line("CA1")}\n`),
    ...Array<Buffer>(20).fill(gzipSync(Buffer.alloc(1024 * 1024))),
  ]);
  const long = await send(bomb, undefined, { "content-encoding": "gzip" });
  expect(await progressOf(long)).toEqual([
    { line: 2, reason: "the line is longer than 8 MiB" },
    { stored: { imported: 1, updated: 0, unchanged: 0, failed: 1 } },
    { done: { imported: 1, updated: 0, unchanged: 0, failed: 1 } },
  ]);
  expect(await stored()).toHaveLength(1);
});

test("rejects a line that is not valid UTF-8", async () => {
  const { send } = await setup();
  const bytes = Buffer.concat([Buffer.from(line("CA1")), Buffer.from([0x0a, 0x22, 0xff, 0x22, 0x0a])]);
  expect((await progressOf(await send(bytes)))[0]).toEqual({ line: 2, reason: "not valid UTF-8" });
});

/** An import whose lines are sent later, and its progress. */
async function openImport({ token }: Pick<Awaited<ReturnType<typeof setup>>, "token">) {
  const origin = new URL((await call("/healthz")).url);
  origin.pathname = "/runtime/v1/conversations:import";
  const upload = request(origin, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
  });
  const news = (async () => {
    const [response] = (await once(upload, "response")) as [IncomingMessage];
    return createInterface({ input: response })[Symbol.asyncIterator]();
  })();
  return { upload, next: async () => JSON.parse((await (await news).next()).value) };
}

test("streams progress while lines are still arriving", async () => {
  const { stored, ...own } = await setup();
  const { upload, next } = await openImport(own);
  for (let n = 0; n < 200; n++) upload.write(`${line(`CA${n}`)}\n`);
  expect(await next()).toMatchObject({ stored: { imported: 200 } });
  expect(await stored()).toHaveLength(200);
  upload.end(line("CA-last"));
  expect(await next()).toMatchObject({ stored: { imported: 201 } });
  expect(await next()).toMatchObject({ done: { imported: 201 } });
});

test("reports a database failure in the middle of an import", async () => {
  const { upload, next } = await openImport(await setup());
  for (let n = 0; n < 200; n++) upload.write(`${line(`CA${n}`)}\n`);
  expect(await next()).toMatchObject({ stored: { imported: 200 } });
  await withDatabaseUnavailable(async () => {
    upload.end(line("CA-last"));
    expect(await next()).toMatchObject({
      error_code: "UNAVAILABLE",
      error: expect.stringContaining("temporarily unavailable"),
    });
  });
});

test("requires a runtime token and an accepted content type", async () => {
  const { send } = await setup();
  const rejected = await send(line("CA1"), "text/csv");
  expect([rejected.status, (await rejected.json()).error]).toEqual([
    415,
    "Send the body as application/x-ndjson or application/jsonl.",
  ]);
  const stranger = await call("/runtime/v1/conversations:import", { method: "POST", body: line("CA1") });
  expect(stranger.status).toBe(401);
});
