import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { transaction } from "@/db/client/client";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { countLockWaiters } from "@/testing/agent-lock";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";

const call = setupApiClient();

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const { secret } = await makeKey(actor, { permissions: ["external_events"] });
  const asRuntime = async (method: string, path: string, body?: object, signal?: AbortSignal) =>
    (
      await call(`/runtime/v1/conversations${path}`, {
        method,
        signal,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body && JSON.stringify(body),
      })
    ).json();
  await asRuntime("POST", "", { id: "CA1", environment: "live", channel: "VOICE" });
  const issue = async (send_to_llm = false): Promise<string> =>
    (await asRuntime("POST", "/CA1/external-events", { send_to_llm })).event_id;
  const send = async (where: string, body: BodyInit, type: string, headers: Record<string, string> = {}) => {
    const response = await call(
      `/v1/external-events/webhook?account_id=${actor.slug}&project_id=${agent.slug}&${where}`,
      { method: "POST", key: secret, headers: { "content-type": type, ...headers }, body },
    );
    return { status: response.status, json: await response.json() };
  };
  const events = async (query = "") => asRuntime("GET", `/CA1/external-events?${query}`);
  return { actor, agent, secret, issue, send, events, asRuntime };
}

test("delivers events unchanged for every location and content type", async () => {
  const { issue, send, events } = await setup();
  const id = await issue(true);
  const bodies: [string, string, string][] = [
    [`event_id_location=querystring&event_id_path=eid&eid=${id}`, '{ "paid": 1.50 }', "application/json"],
    ["event_id_location=payload&event_id_path=a.b.0.c", `{"a":{"b":[{"c":"${id}"}]}}`, "application/json"],
    [
      "event_id_location=payload&event_id_path=ref",
      `ref=${id}&sum=12%2C50`,
      "application/x-www-form-urlencoded",
    ],
    [
      "event_id_location=payload&event_id_path=order.ref",
      `<order><ref>${id}</ref></order>`,
      "application/xml",
    ],
    [
      "event_id_location=payload&event_id_path=ref",
      `<order><ref>${id}</ref><n>2</n></order>`,
      "text/xml; charset=utf-8",
    ],
    ["event_id_location=payload&event_id_path=ref", `sum=12\nref=${id}`, "text/plain"],
    ["event_id_location=payload&event_id_path=payment.ref", `{"payment.ref":"${id}"}`, "application/json"],
    [
      "event_id_location=payload&event_id_path=ref",
      `<?xml-stylesheet href="a.xsl"?><constructor><ref>&#101;${id.slice(1)}</ref></constructor>`,
      "application/xml",
    ],
  ];
  for (const [where, body, type] of bodies) {
    expect(await send(where, body, type), where).toEqual({
      status: 201,
      json: { received: true, event_id: id, delivery: { bound_to_call: true, sent_to_llm: true } },
    });
  }
  const inHeader = await send("event_id_location=headers&event_id_path=X-Event", "{}", "application/json", {
    "x-event": id,
  });
  expect(inHeader.status).toBe(201);

  const { events: got, next } = await events();
  expect(got.map(({ data }: { data: string }) => data)).toEqual([...bodies.map(([, body]) => body), "{}"]);
  expect(got.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(got[0]).toMatchObject({ ext_event_id: id, send_to_llm: true, content_type: "application/json" });
  expect(next).toBe(9);
  expect(await events("after=8")).toMatchObject({ events: [{ seq: 9 }], next: 9 });
  expect(await events("after=9")).toEqual({ events: [], next: 9 });
});

test("names a misspelled parameter, but never the parameter with the event ID", async () => {
  const { actor, agent, secret, issue, send } = await setup();
  const id = await issue();
  const own = await send(
    `event_id_location=querystring&event_id_path=accountId&accountId=${id}`,
    "{}",
    "application/json",
  );
  expect([own.status, own.json.event_id]).toEqual([201, id]);
  const misspelled = `/v1/external-events/webhook?account_id=${actor.slug}&project_id[]=${agent.slug}&event_id_location=payload&event_id_path=ref`;
  const response = await call(misspelled, { method: "POST", key: secret, body: "{}" });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error_code: "EXTERNAL_EVENT_INVALID",
    error: "project_id[] is not a parameter; use project_id.",
  });
});

test("finds the ID in any charset and suffixed type, and delivers the bytes as they were sent", async () => {
  const { issue, send, events } = await setup();
  const id = await issue();
  const path = "payload&event_id_path=";
  const bodies: [string, string, Buffer<ArrayBuffer>, string?][] = [
    [`${path}ref`, "application/json", Buffer.from(`\ufeff{"ref":"${id}"}`)],
    [`${path}ref`, "text/plain", Buffer.from(`\ufeffref=${id}`)],
    [`${path}ref`, "application/x-www-form-urlencoded", Buffer.from(`\ufeffref=${id}&n=1`)],
    [`${path}ref`, "text/xml", Buffer.from(`\ufeff<a><ref>${id}</ref></a>`)],
    [`${path}data.ref`, "application/cloudevents+json", Buffer.from(`{"data":{"ref":"${id}"}}`)],
    [`${path}ref`, "Application/CloudEvents+XML", Buffer.from(`<event><ref>${id}</ref></event>`)],
    [
      `${path}ref`,
      "text/plain;charset=ISO-8859-1",
      Buffer.from(`n=\u00e9\nref=${id}`, "latin1"),
      `n=\u00e9\nref=${id}`,
    ],
    [
      `${path}n\u00e9`,
      "application/json; charset=utf-16",
      Buffer.from(`{"n\u00e9":"${id}"}`, "utf16le"),
      `{"n\u00e9":"${id}"}`,
    ],
    [
      `${path}ref`,
      "application/xml",
      Buffer.from(`<?xml version="1.0" encoding="latin1"?><a>\u00e9<ref>${id}</ref></a>`, "latin1"),
      `<?xml version="1.0" encoding="latin1"?><a>\u00e9<ref>${id}</ref></a>`,
    ],
  ];
  for (const [where, type, body] of bodies)
    expect((await send(`event_id_location=${where}`, body, type)).status, type).toBe(201);
  const { events: got } = await events();
  expect(got).toMatchObject(
    bodies.map(([, content_type, body, text]) => ({ content_type, data: text ?? body.toString() })),
  );
  expect(got.map(({ data_base64 }: { data_base64?: string }) => data_base64)).toEqual(
    bodies.map(([, , body, text]) => (text === undefined ? undefined : body.toString("base64"))),
  );
});

test("stores concurrent duplicates once, and another body with the same ID as a new event", async () => {
  const { issue, send, events } = await setup();
  const id = await issue();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${id}`;
  const sent = await Promise.all(
    Array.from({ length: 50 }, () => send(where, '{"n":1}', "application/json")),
  );
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201]));
  await send(where, '{"n":2}', "application/json");
  await send(where, '{"n":1}', "application/json");
  const { events: got } = await events();
  expect(got.map(({ data }: { data: string }) => data)).toEqual(['{"n":1}', '{"n":2}']);
});

// Without a notification, the wait takes 30 seconds.
test("wakes a waiting runtime for every event", { timeout: 25_000 }, async () => {
  const { issue, send, events } = await setup();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${await issue()}`;
  let after = 0;
  for (let n = 0; n < 10; n++) {
    const waiting = events(`after=${after}&wait=30`);
    await send(where, `{"n":${n}}`, "application/json");
    const page = await waiting;
    expect(page.events.map(({ data }: { data: string }) => data)).toEqual([`{"n":${n}}`]);
    after = page.next;
  }
});

test("delivers all events of many senders to a client that follows `next`", async () => {
  const { issue, send, events } = await setup();
  const id = await issue();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${id}`;
  const all = 60;
  const sending = Promise.all(
    Array.from({ length: all }, (_, n) => send(where, `{"n":${n}}`, "application/json")),
  );
  const seen: string[] = [];
  let after = 0;
  while (seen.length < all) {
    const page = await events(`after=${after}&wait=20`);
    seen.push(...page.events.map(({ data }: { data: string }) => data));
    after = page.next;
  }
  await sending;
  expect(new Set(seen).size).toBe(all);
});

test("delivers events that arrived while the runtime was disconnected", async () => {
  const { issue, send, events, asRuntime } = await setup();
  const id = await issue();
  const hangUp = new AbortController();
  const waiting = asRuntime("GET", "/CA1/external-events?wait=30", undefined, hangUp.signal).catch(
    () => "hung up",
  );
  hangUp.abort();
  expect(await waiting).toBe("hung up");
  await send(`event_id_location=querystring&event_id_path=eid&eid=${id}`, "{}", "application/json");
  expect((await events("wait=30")).events).toHaveLength(1);
});

test("keeps an event that arrives after the end of its call, and says that no call receives it", async () => {
  const { issue, send, events, asRuntime } = await setup();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${await issue(true)}`;
  const post = async (body: string) => {
    const { status, json } = await send(where, body, "application/json");
    return [status, json.delivery];
  };
  const received = [201, { bound_to_call: true, sent_to_llm: true }];
  const kept = [201, { bound_to_call: false, sent_to_llm: false }];
  expect(await post('{"n":1}')).toEqual(received);
  await asRuntime("POST", "/CA1/end", {});
  expect(await post('{"n":2}')).toEqual(kept);
  // A repeated event gets the response of the first one.
  expect(await post('{"n":1}')).toEqual(received);
  expect(await post('{"n":2}')).toEqual(kept);
  const stored = (await events()).events;
  expect(stored.map((event: Record<string, unknown>) => [event.data, event.send_to_llm])).toEqual([
    ['{"n":1}', true],
    ['{"n":2}', false],
  ]);
});

test("decides only once a concurrent end is committed whether the call receives an event", async () => {
  const { actor, issue, send } = await setup();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${await issue(true)}`;
  const ofCall = sql`workspace_id = ${actor.workspaceId} and id = 'CA1'`;
  const sending = await transaction(async (tx) => {
    await tx.execute(sql`update conversations set in_progress = false where ${ofCall}`);
    const response = send(where, "{}", "application/json");
    await expect.poll(countLockWaiters).toBe(1);
    return { response };
  });
  expect((await sending.response).json.delivery).toEqual({ bound_to_call: false, sent_to_llm: false });
});

test("binds events to a call as an import ends and reopens it", async () => {
  const { actor, agent, send, asRuntime } = await setup();
  const call = { id: "CA2", environment: "live", channel: "VOICE", started_at: "2026-09-01T10:00:00Z" };
  await asRuntime("POST", "", call);
  const { event_id } = await asRuntime("POST", "/CA2/external-events", {});
  const where = `event_id_location=querystring&event_id_path=eid&eid=${event_id}`;
  for (const in_progress of [false, true]) {
    await importConversations(actor, agent.id, [JSON.stringify({ ...call, in_progress })]);
    const { json } = await send(where, `{"sent":${in_progress}}`, "application/json");
    expect(json.delivery.bound_to_call).toBe(in_progress);
  }
});

test("distinguishes a missing event ID from an unknown one or another agent's", async () => {
  const { actor, issue, send } = await setup();
  const foreign = await setup();
  const message = async (where: string, body = "{}", type = "application/json") => {
    const { status, json } = await send(where, body, type);
    return [status, json.error_code, json.error_message];
  };
  const unknown = [400, "EXTERNAL_EVENT_INVALID", "External event id not valid"];
  const missing = [
    400,
    "EXTERNAL_EVENT_INVALID",
    expect.stringMatching(/^External event id not found in request: there is no /),
  ];
  expect(await message("event_id_location=querystring&event_id_path=eid&eid=evt_nothing")).toEqual(unknown);
  expect(
    await message(`event_id_location=querystring&event_id_path=eid&eid=${await foreign.issue()}`),
  ).toEqual(unknown);
  expect(await message("event_id_location=querystring&event_id_path=eid")).toEqual(missing);
  expect(await message("event_id_location=payload&event_id_path=__proto__.x", '{"__proto__":{}}')).toEqual(
    missing,
  );
  expect(await message("event_id_location=payload&event_id_path=constructor.name", "{}")).toEqual(missing);
  expect(await message("event_id_location=headers&event_id_path=no%20such%20header")).toEqual(missing);
  expect(actor.slug).not.toBe(foreign.actor.slug);
  expect(await issue()).toMatch(/^evt_/);
});

test("explains a missing event ID with the location and the parsed format", async () => {
  const { send } = await setup();
  const json = '{"payment":{"ref":{"id":"evt_1"},"note":""}}';
  const asJson = "The body was parsed as JSON (Content-Type: application/json)";
  const cases: [string, string, string, string][] = [
    [
      "headers&event_id_path=X-Event",
      json,
      "application/json",
      `there is no header "X-Event", or it is empty. ${asJson} and not searched, because event_id_location is headers.`,
    ],
    [
      "querystring&event_id_path=eid",
      json,
      "application/json; charset=utf-8",
      `there is no query parameter "eid", or it is empty. ${asJson} and not searched, because event_id_location is querystring.`,
    ],
    [
      "payload&event_id_path=ref",
      json,
      "application/json",
      `there is no text at "ref" in the body. ${asJson}. It has no such name at its top level.`,
    ],
    [
      "payload&event_id_path=payment.id",
      json,
      "application/json",
      `there is no text at "payment.id" in the body. ${asJson}. It has "payment", but nothing further along that path.`,
    ],
    [
      "payload&event_id_path=payment.ref",
      json,
      "application/json",
      `there is no text at "payment.ref" in the body. ${asJson}. The value at "payment.ref" is not text or a number.`,
    ],
    [
      "payload&event_id_path=payment.note",
      json,
      "application/json",
      `there is no text at "payment.note" in the body. ${asJson}. The value at "payment.note" is empty.`,
    ],
    // curl -d sends this content type by default.
    [
      "payload&event_id_path=payment.ref",
      json,
      "application/x-www-form-urlencoded",
      'there is no text at "payment.ref" in the body. The body was parsed as a URL-encoded form (Content-Type: application/x-www-form-urlencoded). It has no such name at its top level.',
    ],
    [
      "payload&event_id_path=ref",
      "a=1",
      "text/plain",
      'there is no text at "ref" in the body. The body was parsed as key=value pairs (Content-Type: text/plain). It has no such name at its top level.',
    ],
    [
      "payload&event_id_path=payment.id",
      "<order><payment><ref>1</ref></payment></order>",
      "text/xml",
      'there is no text at "payment.id" in the body. The body was parsed as XML (Content-Type: text/xml). It has "payment", but nothing further along that path.',
    ],
  ];
  for (const [where, body, type, why] of cases) {
    const { status, json } = await send(`event_id_location=${where}`, body, type);
    expect([status, json.error_code, json.error_message]).toEqual([
      400,
      "EXTERNAL_EVENT_INVALID",
      `External event id not found in request: ${why}`,
    ]);
  }
});

test("does not echo a key that was sent as the path", async () => {
  const { send, secret } = await setup();
  const { json } = await send(`event_id_location=payload&event_id_path=${secret}`, "{}", "application/json");
  expect(json.error_message).toContain("External event id not found in request");
  expect(JSON.stringify(json)).not.toContain(secret.slice(4));
});

test("rejects malicious and unsupported bodies", async () => {
  const { issue, send } = await setup();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${await issue()}`;
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>`;
  for (const [body, type, status] of [
    [bomb, "application/xml", 400],
    [`<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>`, "text/xml", 400],
    ["<open>", "application/xml", 400],
    ["{", "application/json", 400],
    [new Uint8Array([0xff, 0xfe]), "text/plain", 400],
    ["x", "image/png", 415],
    ["x", "text/plain; charset=utf-16", 400],
    ["x", "text/plain; charset=utf-7", 415],
    ["x".repeat(1_048_577), "text/plain", 413],
  ] as const) {
    expect((await send(where, body, type)).status, type).toBe(status);
  }
});

test("names every accepted media type for another one", async () => {
  const { issue, send } = await setup();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${await issue()}`;
  expect((await send(where, "x", "image/png")).json.error).toBe(
    "Send the body as application/json, application/x-www-form-urlencoded, application/xml, text/xml or text/plain, in UTF-8.",
  );
});

test("reads the media type and its charset in any spelling", async () => {
  const { issue, send } = await setup();
  const where = `event_id_location=querystring&event_id_path=eid&eid=${await issue()}`;
  for (const [type, status] of [
    ['Text/Plain; Charset="UTF-8"', 201],
    ["text/plain;format=flowed; charset=utf8", 201],
    ["text/plain ; charset=us-ascii", 201],
    ["text/plain;", 201],
    ['text/plain; charset="latin1"', 201],
    ["image/svg+xml", 400],
    ["application/cbor", 415],
    ['text/plain; note="a;charset=utf-8"; charset=utf-7', 415],
    ["text", 415],
    ["text/plain, application/json", 415],
    ["; charset=utf-8", 415],
  ] as const) {
    expect((await send(where, type, type)).status, type).toBe(status);
  }
});
