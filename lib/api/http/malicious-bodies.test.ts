import { gzipSync } from "node:zlib";
import { beforeAll, expect, test, vi } from "vitest";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiServer } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { sendRawBytes, sendRawRequest } from "@/testing/raw-http";

const api = setupApiServer();
const DEPTH = 100_000;
const deepJson = `{"deep":${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}}`;
/** Hidden by `JSON.parse`: of two members with the same name the last counts, but the text keeps both. */
const duplicateMember = (levels: number) => `{"a":{"b":${"[".repeat(levels)}${"]".repeat(levels)},"b":1}}`;
const deeper = `{"deep":${"[".repeat(2 * DEPTH)}${"]".repeat(2 * DEPTH)}}`;
const deepObjects = `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;
const deepXml = `${"<a>".repeat(DEPTH)}${"</a>".repeat(DEPTH)}`;
const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join(
  "",
);
const bomb = gzipSync(Buffer.alloc(50_000_000, "x"));

let webhook: string;
let key: [string, string];
let runtime: [string, string];
let issued: string;
beforeAll(async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  key = ["x-api-key", (await makeKey(actor)).secret];
  runtime = ["authorization", `Bearer ${(await createRuntimeToken(actor, agent.id)).token}`];
  const begin = '{"id":"CA1","environment":"live","channel":"VOICE"}';
  expect((await write("", begin)).status).toBe(201);
  issued = JSON.parse((await write("/CA1/external-events", "{}")).text).event_id;
  webhook = `/v1/external-events/webhook?account_id=${actor.slug}&project_id=${agent.slug}&event_id_location=querystring&event_id_path=eid&eid=${issued}`;
});

const post = (
  target: string,
  auth: [string, string],
  type: string,
  body: string | Buffer,
  more: [string, string][] = [],
) =>
  sendRawRequest(api().port, {
    method: target.endsWith("/state") ? "PATCH" : "POST",
    target,
    headers: [auth, ["content-type", type], ...more],
    body: Buffer.from(body),
  });
const write = (
  path: string,
  body: string | Buffer,
  type = "application/json",
  more: [string, string][] = [],
) => post(`/runtime/v1/conversations${path}`, runtime, type, body, more);

test.each<[string, string, string | Buffer, number]>([
  [
    "an external entity",
    "application/xml",
    '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>',
    400,
  ],
  ["a document type from elsewhere", "text/xml", '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>', 400],
  ["entities of entities", "application/xml", `<!DOCTYPE a [<!ENTITY e0 "x">${entities}]><a>&e9;</a>`, 400],
  ["XML that is 100,000 deep", "application/xml", deepXml, 400],
  ["JSON that is 100,000 deep", "application/json", deepJson, 400],
  ["JSON that is 200,000 deep", "application/json", deeper, 400],
  ["JSON whose depth a second member hides", "application/json", duplicateMember(20_000), 400],
  ["JSON of more values than are accepted", "application/json", `[${"0,".repeat(100_000)}0]`, 400],
  ["XML of more tags than are accepted", "application/xml", `<a>${"<b/>".repeat(50_000)}</a>`, 400],
  ["objects that are 100,000 deep", "application/json", deepObjects, 400],
  [
    "a prototype",
    "application/json",
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    201,
  ],
  [
    "a prototype in a form",
    "application/x-www-form-urlencoded",
    "__proto__[polluted]=1&__proto__.polluted=1",
    201,
  ],
  ["a prototype in XML", "application/xml", "<__proto__><polluted>1</polluted></__proto__>", 201],
  ["another charset", "application/json; charset=utf-16le", Buffer.from("{}", "utf16le"), 201],
  ["an unknown charset", "application/json; charset=utf-7", "{}", 415],
  [
    "deep JSON in another charset",
    "application/json; charset=utf-16le",
    Buffer.from(deepJson, "utf16le"),
    400,
  ],
  ["another charset that says nothing", "application/json", Buffer.from('{"a":1}', "utf16le"), 400],
  ["broken UTF-8", "text/plain", Buffer.from([0x61, 0xc3, 0x28]), 400],
  ["a compressed bomb", "application/json", bomb, 415],
  ["more than a mebibyte", "text/plain", "x".repeat(1_048_577), 413],
])("as an event, %s gets a response and has no other effect", async (_, type, body, status) => {
  const response = await post(webhook, key, type, body, body === bomb ? [["content-encoding", "gzip"]] : []);
  expect([response.status, response.text.slice(0, 500)]).toEqual([status, expect.any(String)]);
  expect(response.headers.get("accept-encoding")).toBe(body === bomb ? "identity" : null);
  expect(response.text).not.toMatch(/root:|xxxxxxxxxx/);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test.each<[string, string, string | Buffer, number]>([
  ["/CA1/state", "arrays that are 100,000 deep", deepJson, 400],
  ["/CA1/state", "arrays that are 200,000 deep", deeper, 400],
  ["/CA1/state", "depth that a second member hides", duplicateMember(20_000), 400],
  ["/CA1/state", "100 levels, the last hidden", duplicateMember(98), 200],
  ["/CA1/state", "101 levels, the last hidden", duplicateMember(99), 400],
  ["/CA1/handoff", "100 levels of data, the last hidden", `{"data":${duplicateMember(98)}}`, 201],
  ["/CA1/handoff", "101 levels of data, the last hidden", `{"data":${duplicateMember(99)}}`, 400],
  ["/CA1/state", "more values than are accepted", `{"a":[${"0,".repeat(100_000)}0]}`, 400],
  ["/CA1/state", "objects that are 100,000 deep", deepObjects, 400],
  [
    "/CA1/handoff",
    "arrays that are 100,000 deep",
    `{"destination":"a","reason":"b","data":${deepJson}}`,
    400,
  ],
  ["/CA1/state", "a prototype", '{"__proto__":{"polluted":1}}', 200],
  ["/CA1/metrics", "a prototype", '{"name":"__proto__","value":"polluted"}', 200],
  ["/CA1/state", "broken UTF-8", Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), 400],
  ["/CA1/state", "a compressed bomb", bomb, 400],
  ["/CA1/state", "more than a mebibyte", `{"a":"${"x".repeat(1_048_577)}"}`, 413],
])("a runtime's %s with %s gets a response and has no other effect", async (path, _, body, status) => {
  expect((await write(path, body)).status).toBe(status);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test.each(["gzip", "GZIP", "identity, br", "deflate", "zstd"])(
  "no write but an import unpacks %s",
  async (encoding) => {
    const more: [string, string][] = [["content-encoding", encoding]];
    for (const path of ["", "/CA1/turns", "/CA1/state", "/CA1/end"]) {
      const { status, headers, text } = await write(path, gzipSync("{}"), undefined, more);
      expect([status, headers.get("accept-encoding")]).toEqual([415, "identity"]);
      expect(JSON.parse(text).error).toBe("Send the body without Content-Encoding.");
    }
    expect((await write("/CA1/state", "{}", undefined, [["content-encoding", "identity"]])).status).toBe(200);
  },
);

test("rejects malicious import lines one by one", async () => {
  const good =
    '{"id":"CA2","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"X","in_progress":false}';
  const withState = (state: string) => `${good.slice(0, -1)},"state":${state}}`;
  const hidingLines = [duplicateMember(20_000), duplicateMember(99), deeper].map(withState);
  const hostile = [
    deepJson,
    deepObjects,
    deeper,
    ...hidingLines,
    "\u0000",
    `${good.slice(0, -1)},"state":${deepObjects}}`,
  ];
  const accepted = withState(duplicateMember(98));
  const { status, text } = await write(":import", [...hostile, accepted].join("\n"), "application/x-ndjson");
  const news = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(status).toBe(200);
  expect(news.at(-1)).toMatchObject({ done: { imported: 1, failed: hostile.length } });
});

test("stops reading a chunked body at the size limit", async () => {
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const head = `POST ${webhook} HTTP/1.1\r\nHost: h\r\n${key.join(": ")}\r\nContent-Type: text/plain\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
  expect((await sendRawBytes(api().port, head + chunk.repeat(17))).status).toBe(413);
});

test("ignores two keys in one request, and rejects too many headers", async () => {
  const twice = await sendRawRequest(api().port, {
    method: "GET",
    target: "/v3/conversations",
    headers: [key, key],
    body: undefined,
  });
  expect(twice.status).toBe(401);
  const flood = Array.from({ length: 4000 }, (_, n): [string, string] => [`x-${n}`, "y"]);
  const many = await sendRawRequest(api().port, {
    method: "GET",
    target: "/v3/conversations",
    headers: flood,
    body: undefined,
  });
  expect(many.status).toBe(431);
  const long = await sendRawRequest(api().port, {
    method: "GET",
    target: `/v3/conversations?${"x".repeat(20_000)}`,
    headers: [],
    body: undefined,
  });
  expect(long.status).toBe(431);
});

test("times out after 30 seconds when a body stops arriving", async () => {
  // The server's clock is fake, so its timeout elapses immediately.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let status = 0;
  try {
    const head = `POST ${webhook} HTTP/1.1\r\nHost: h\r\n${key.join(": ")}\r\nContent-Type: text/plain\r\n`;
    const pendingRequest = sendRawBytes(
      api().port,
      `${head}Connection: close\r\nContent-Length: 99\r\n\r\nx`,
    ).then((response) => {
      status = response.status;
    });
    while (status === 0) {
      vi.advanceTimersByTime(1000);
      await new Promise(setImmediate);
    }
    await pendingRequest;
  } finally {
    vi.useRealTimers();
  }
  expect(status).toBe(408);
});
