import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { listApiKeysInput } from "../api-keys/contract";
import { listApiKeys } from "../api-keys/list-api-keys";
import {
  anyAddressPart,
  anyText,
  encoded,
  HOSTILE,
  nearly,
  nearlyANumber,
  nearlyAnInstant,
  ODD_BODIES,
  sized,
} from "../testing/arbitraries";
import { exchange, exchangeBytes, type Received, type Sent } from "../testing/exchange";
import { makeKey } from "../testing/fixtures";
import { CONVERSATIONS, type Credential, makeTenant, type Tenant } from "../testing/tenants";
import { responseLog } from "../usage/response-log";
import { servedApi } from "./test-server";

// Any method, path, header, parameter and body, aimed at what the document names: never a 5xx, never a hang, always the
// envelope and the correlation id, never another tenant's byte. A failure prints the seed and path that repeat it.

const api = servedApi();
let own: Tenant;
let foreign: Tenant;
let cursors: string[];

beforeAll(async () => {
  [own, foreign] = [await makeTenant(), await makeTenant()];
  const cursorOf = async ({ actor, agents, keys }: Tenant, kind: "open" | "shut") => {
    const target = `/v3/${actor.slug}/${agents[kind].slug}/conversations?limit=1`;
    const headers: [string, string][] = [["x-api-key", keys.good.secret]];
    const { text } = await exchange(api().port, { method: "GET", target, headers, body: undefined });
    return JSON.parse(text).cursor as string;
  };
  cursors = [await cursorOf(own, "open"), await cursorOf(own, "shut"), await cursorOf(foreign, "open")];
  const [, place] = cursors;
  // Nobody signs cursors: whoever has one can write another.
  for (const startedAt of ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "now", "infinity"]) {
    const told = JSON.parse(Buffer.from(place ?? "", "base64url").toString());
    told[2] = startedAt;
    cursors.push(Buffer.from(JSON.stringify(told)).toString("base64url"));
  }
});

const METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE PROPFIND PURGE REPORT SEARCH".split(" ");
const LIVE = "{live}";
const NOBODY: Credential = { secret: "", reads: [] };

/** A request, and what those may be told who authenticate as it does. */
interface Asked extends Sent {
  key: string[];
  token: string[];
}

/** The conversation that the runtime writes to now; another once it has ended. */
let live = 0;
const withLive = (text: string) => text.replaceAll(LIVE, `live-${live}`);

const likely = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 8) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });

function references(name: string): fc.Arbitrary<string> {
  const { actor, agents } = own;
  const agentRefs = Object.values(agents).flatMap(({ id, slug }) => [id, slug]);
  const known: Record<string, [string[], string[]]> = {
    account_id: [
      [actor.workspaceId, actor.slug],
      [foreign.actor.workspaceId, foreign.actor.slug, "ws-00000000"],
    ],
    agent: [agentRefs, [...Object.values(foreign.agents).map(({ id }) => id), "nobody"]],
    // A NUL is looked for as the character that stands for what cannot be written; one conversation is named so.
    id: [
      [LIVE, LIVE, ...CONVERSATIONS.map(encodeURIComponent)],
      ["%00", "nothing"],
    ],
  };
  const [mine, others] = known[
    { project_id: "agent", agentId: "agent", conversationId: "id" }[name] ?? name
  ] ?? [["x"], ["y"]];
  return likely(fc.constantFrom(...mine), fc.oneof(fc.constantFrom(...others), anyAddressPart), 5);
}

/** Values of the documented parameters: good ones, near ones, and what nobody would send. */
function values(name: string): fc.Arbitrary<string> {
  const times = ["2026-09-01T00:00:00Z", "2026-09-02", "2026-10-01T00:00:00%2B02:00", "2020-01-01T00:00:00Z"];
  const good: Record<string, fc.Arbitrary<string>> = {
    client_env: fc.constantFrom("live", "sandbox", "pre-release"),
    start_time: fc.constantFrom(...times),
    end_time: fc.constantFrom(...times),
    channel: fc.constantFrom("voice", "chat", "VOICE-SIP"),
    limit: fc.constantFrom("1", "2", "50", "51", "1000"),
    offset: fc.constantFrom("0", "1", "2147483646", "2147483647"),
    cursor: fc.constantFrom(...cursors),
    query_type: fc.constantFrom("transcript", "transcript", "semantic"),
    query: fc.constantFrom("hello", "hello%20hello", "%F0%90%90%80"),
    turn_type: fc.constantFrom("user", "agent"),
    sample: fc.constant("random"),
    in_progress: fc.constantFrom("true", "false"),
    include_latency: fc.constantFrom("true", "false"),
    project_id: references("project_id"),
    account_id: references("account_id"),
    id: fc.constantFrom("live-0", "same-1"),
    shared_id: fc.constant("shared-1"),
    event_id_location: fc.constantFrom("headers", "querystring", "payload"),
    event_id_path: fc.constantFrom("eid", "a.0.eid", "toString", "__proto__", "x%20y", "x-api-key", "%00"),
    direction: fc.constantFrom("combined", "user"),
    redacted: fc.constantFrom("true", "false"),
    after: fc.constantFrom("0", "1", "999999999999999"),
    // It is a long poll: more than a second would only be waited for.
    wait: fc.constantFrom(...Array<string>(8).fill("0"), "1"),
  };
  const near = /_time$/.test(name) ? nearlyAnInstant.map(encoded) : nearlyANumber(0, 1000, 5000).map(encoded);
  const odd = fc
    .oneof(near, anyAddressPart)
    .filter((value) => name !== "wait" || !/^0*([2-9]|[12]\d|30)$/.test(value));
  return likely(good[name] ?? anyAddressPart, odd, 6);
}

interface Operation {
  template: string;
  method: string;
  parameters: { name: string; in: string; required?: boolean }[];
  types: string[];
}

/** Everything that the document names, what it leaves out on purpose, and what is nowhere. */
function operations(): Operation[] {
  const named = Object.entries(api().document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, told]) => {
      const { parameters = [], requestBody } = told as Partial<Operation> & {
        requestBody?: { content: object };
      };
      return {
        template,
        method: method.toUpperCase(),
        parameters,
        types: Object.keys(requestBody?.content ?? {}),
      };
    }),
  );
  const get = (template: string) => ({ template, method: "GET", parameters: [], types: [] });
  return [
    ...named,
    // What tells the most is asked the most.
    ...named.filter(({ method, template }) => method === "GET" && template.includes("conversations")),
    ...["/v1/{account_id}/{project_id}/conversations", "/v3/{x}/{y}", "/openapi.json", "/{x}", "*"].map(get),
  ];
}

function query({ parameters }: Operation): fc.Arbitrary<string> {
  const asked = parameters.filter((one) => one.in === "query");
  const pair = (name: string) => values(name).map((value) => `${name}=${value}`);
  // A few at a time: of several that are wrong the first hides the others.
  const told = fc.subarray(asked, { maxLength: Math.min(3, asked.length) }).chain((some) =>
    fc.tuple(
      ...asked.map((one) =>
        one.required || some.includes(one)
          ? likely(
              pair(one.name).map((text) => [text]),
              fc.array(pair(one.name), { maxLength: 3 }),
              12,
            )
          : fc.constant<string[]>([]),
      ),
    ),
  );
  const extra = fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: fc.constant([`eid=${own.eventId}`]) },
    { weight: 1, arbitrary: fc.constant([`eid=${foreign.eventId}`]) },
    {
      weight: 1,
      arbitrary: fc.tuple(anyAddressPart, anyAddressPart).map(([name, value]) => [`${name}=${value}`]),
    },
    { weight: 1, arbitrary: anyAddressPart.map((text) => [text]) },
  );
  return fc.tuple(told, extra).map(([parts, more]) => {
    const text = [...parts.flat(), ...more].join("&");
    return text && `?${text}`;
  });
}

function body({ template, types }: Operation): fc.Arbitrary<Buffer> {
  const start = { id: "CA", environment: "live", channel: "VOICE-SIP", started_at: "2026-09-01T10:00:00Z" };
  const turn = {
    user_input: HOSTILE.at(-1),
    latency: 0.5,
    intents: ["x"],
    entities: [{ a: ["b"] }],
    is_ood: true,
  };
  const line = {
    ...start,
    in_progress: false,
    num_turns: 1,
    metrics: { M: ["a", "b"] },
    turns: [turn],
    state: {},
  };
  const valid: Record<string, Record<string, unknown>> = {
    turns: { index: 0, ...turn },
    metrics: { name: "TOPIC", value: "x", write_once: true },
    state: { a: 1, b: null, c: { d: [] } },
    handoff: { destination: "desk", reason: "r", shared_id: "s", data: { n: 1.5 } },
    "external-events": { send_to_llm: true },
    end: {},
    conversations: start,
    "conversations:import": line,
    webhook: { a: [{ eid: own.eventId }], eid: own.eventId },
  };
  const object = nearly(valid[template.split("/").at(-1) ?? ""] ?? { a: 1 });
  const xml = anyText.map((text) => `<a><eid>${own.eventId}</eid><x y="1">${text}</x></a>`);
  const pairs = anyText.map((text) => `x=${text}\neid=${own.eventId}&a.0.eid=${own.eventId}`);
  const text = template.endsWith(":import")
    ? fc.array(likely(object, nearly(turn)), { maxLength: 4 }).map((lines) => lines.join("\n"))
    : types.length > 1
      ? fc.oneof(object, xml, pairs)
      : object;
  return sized(
    likely(
      text.map((told) => Buffer.from(told.toWellFormed())),
      fc.constantFrom(...ODD_BODIES),
    ),
  );
}

const anyHeader: fc.Arbitrary<[string, string]> = fc.oneof(
  fc
    .constantFrom("trace-1", "~", "x".repeat(128), "x".repeat(129), "a b", "", "\u00e9", "a,b", "<script>")
    .map((id): [string, string] => ["X-PolyAI-Correlation-Id", id]),
  fc.constantFrom<[string, string]>(
    ["Host", "evil host"],
    ["Host", ""],
    ["Host", "[::1"],
    ["Host", "x:99999"],
    ["Host", "\u00e9.example"],
    ["Expect", "100-continue"],
    ["Expect", "miracles"],
    ["Upgrade", "websocket"],
    ["Connection", "Upgrade"],
    ["Content-Encoding", "gzip"],
    ["Accept", "text/html"],
    ["Accept-Encoding", "br;q=x, *;q=0"],
    ["Range", "bytes=9-1"],
    ["If-None-Match", "*"],
    ["X-HTTP-Method-Override", "DELETE"],
    ["X-Forwarded-For", "a,,b"],
    ["x-studio-client-address", "nowhere"],
    ["Cookie", "a=b; __proto__=c"],
    ["Origin", "null"],
    ["Transfer-Encoding", "chunked"],
    ["eid", "x"],
    ["constructor", "x"],
    ["__proto__", "x"],
  ),
  // node:http sends no header that holds anything else.
  fc
    .tuple(fc.constantFrom("x-odd", "Accept-Language", "eid"), anyText)
    .map(([name, text]): [string, string] => [name, text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?")]),
  fc.constantFrom(8_000, 17_000).map((size): [string, string] => ["x-long", "x".repeat(size)]),
);

const NO_HEADERS: [string, string][] = [];

/** How a request says who asks. */
function credentials(): fc.Arbitrary<Pick<Asked, "key" | "token" | "headers">> {
  const { good, narrow, handoff, deleted, expired } = own.keys;
  const oneKey = (credential: Credential) => ({ ...credential, told: [credential.secret] });
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constant(oneKey(good)) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...[narrow, foreign.keys.good, foreign.keys.narrow].map(oneKey)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...[handoff, deleted, expired].map(oneKey)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        { ...NOBODY, told: [] },
        { ...NOBODY, told: [""] },
        { ...NOBODY, told: [good.secret, foreign.keys.good.secret] },
        { ...NOBODY, told: [good.secret.slice(0, -1)] },
        { ...NOBODY, told: [`${good.secret.slice(0, 20)}0${good.secret.slice(21)}`] },
        { ...NOBODY, told: [own.token.secret] },
        { ...NOBODY, told: ["ask_\u00e9"] },
        { ...NOBODY, told: ["x".repeat(9000)] },
      ),
    },
  );
  const bearer = (credential: Credential) => ({ ...credential, told: [`Bearer ${credential.secret}`] });
  const token = likely(
    fc.constant(bearer(own.token)),
    fc.constantFrom(
      bearer(foreign.token),
      { ...own.token, told: [`bearer   ${own.token.secret}`] },
      { ...NOBODY, told: [] },
      { ...NOBODY, told: ["Bearer"] },
      { ...NOBODY, told: [own.token.secret] },
      { ...NOBODY, told: [`Basic ${own.token.secret}`] },
      { ...NOBODY, told: [`Bearer ${good.secret}`] },
      { ...NOBODY, told: [`Bearer art_${"x".repeat(43)}`] },
      { ...NOBODY, told: [`Bearer ${own.token.secret}`, `Bearer ${foreign.token.secret}`] },
    ),
    4,
  );
  return fc.tuple(key, token).map(([key, token]) => ({
    key: key.reads,
    token: token.reads,
    headers: [
      ...key.told.map((value): [string, string] => ["x-api-key", value]),
      ...token.told.map((value): [string, string] => ["Authorization", value]),
    ],
  }));
}

function requests(): fc.Arbitrary<Asked> {
  return fc.constantFrom(...operations()).chain((operation) => {
    const { template, method, types } = operation;
    const parts = template
      .split(/(\{[^}]+\})/)
      .map((part) => (part.startsWith("{") ? references(part.slice(1, -1)) : fc.constant(part)));
    const path = likely(
      fc.tuple(...parts).map((told) => told.join("")),
      fc.tuple(fc.constant(template), anyAddressPart).map(([told, odd]) => `${told}/${odd}`),
      12,
    );
    const type = likely(
      fc.constantFrom(...(types.length ? types : ["application/json"])),
      fc.oneof(
        fc.constantFrom("", "text/html", "application/json; charset=utf-16", 'text/plain; charset="utf-8"'),
        fc.constantFrom("a/b/c;;;=", "multipart/form-data", "application/x-ndjson", "\u00e9", "__proto__"),
      ),
    );
    const withBody = types.length
      ? likely(body(operation), fc.constant(undefined), 20)
      : likely(fc.constant(undefined), body(operation), 20);
    return fc
      .record({
        path,
        query: query(operation),
        method: likely(fc.constant(method), fc.constantFrom(...METHODS), 15),
        credentials: credentials(),
        more: likely(fc.constant(NO_HEADERS), fc.array(anyHeader, { maxLength: 3 }), 2),
        type,
        body: withBody,
      })
      .map(({ path, query, method, credentials, more, type, body }) => ({
        ...credentials,
        method,
        // node:http refuses to send the rest; the raw requests below have some of it.
        target: `${path}${query}`.replace(/[^\x21-\xff]/g, "?"),
        headers: [
          ...credentials.headers,
          ...(body ? [["content-type", type] as [string, string]] : []),
          ...more,
        ],
        body,
      }));
  });
}

/** What the server refuses before it knows the address: no operation documents it. */
const BEFORE_ROUTING = ["REQUEST_MALFORMED", "HEADERS_TOO_LARGE"];

/** The same address as routers see it: no dots, and nothing encoded that need not be. */
function addressOf(target: string): string {
  if (!target.startsWith("/")) return target;
  return new URL(`http://localhost${target}`).pathname.replace(/%([2-7][0-9a-f])/gi, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : whole;
  });
}

function checkAnswer(asked: Asked, received: Received): void {
  const { method, target } = asked;
  const { status, headers, text } = received;
  const correlationId = headers.get("x-polyai-correlation-id") ?? "";
  const code = /"error_code":"(\w+)"/.exec(text)?.[1] ?? "";

  expect(status === 501 ? code : status, text).toSatisfy((told) => told === "NOT_IMPLEMENTED" || told < 500);
  expect(text).not.toContain("INTERNAL_ERROR");
  expect(correlationId).toMatch(/^[\x21-\x7e]{1,128}$/);
  expect(headers.get("cache-control")).toBe("no-store");
  if (status >= 400 && method !== "HEAD") {
    expect(JSON.parse(text)).toEqual({
      success: false,
      error: expect.any(String),
      error_id: correlationId,
      error_code: expect.stringMatching(/^[A-Z_0-9]+$/),
      error_message: expect.any(String),
      data: null,
    });
  }
  // Of what node cannot parse no header is known.
  const unparsed = status === 431 || (status === 400 && /[^\x21-\x7e]/.test(target));
  const [sane, ...others] = asked.headers.filter(([name]) => name === "X-PolyAI-Correlation-Id");
  if (sane && others.length === 0 && /^[\x21-\x7e]{1,128}$/.test(sane[1]) && !unparsed) {
    expect(correlationId).toBe(sane[1]);
  }

  const malformed = BEFORE_ROUTING.includes(code) || (method === "HEAD" && [400, 431].includes(status));
  const path = malformed ? "" : addressOf(target);
  // The document is not described in itself.
  const described = path !== "/openapi.json";
  if (!malformed && described) api().check({ method, path, status, headers, text });
  if (
    /^\/v1\/[^/]+\/[^/]+\/conversations$/.test(path) &&
    !path.startsWith("/v1/agents/") &&
    method === "GET"
  ) {
    expect(status).toBe(410);
  }

  const mayRead = new Set(path.startsWith("/runtime/") ? asked.token : asked.key);
  const said = `${decoded(target)} ${JSON.stringify(asked.headers)} ${asked.body?.toString() ?? ""}`;
  for (const { text: canary, group } of [...own.canaries, ...foreign.canaries]) {
    if ((group === null || !mayRead.has(group)) && text.includes(canary) && !said.includes(canary)) {
      throw new Error(`${canary} of ${group ?? "nobody"} is in the answer: ${text.slice(0, 2000)}`);
    }
  }
}

const decoded = (target: string) => {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
};

async function begin(): Promise<void> {
  live += 1;
  const { status } = await exchange(api().port, {
    method: "POST",
    target: "/runtime/v1/conversations",
    headers: [["Authorization", `Bearer ${own.token.secret}`]],
    body: Buffer.from(`{"id":"live-${live}","environment":"live","channel":"VOICE"}`),
  });
  expect(status).toBe(201);
}

test("whatever is sent, the answer is one of ours and of nobody else's data", {
  timeout: 180_000,
}, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(requests(), async (told) => {
      const asked = { ...told, target: withLive(told.target) };
      const received = await exchange(api().port, asked);
      statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
      checkAnswer(asked, received);
      if (received.status === 200 && /\/(end|turns|state)$/.test(addressOf(asked.target))) await begin();
    }),
    { numRuns: 1000, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: true },
  );
  // Aimed well enough to go all the way in, and to be refused in every way.
  expect([...statuses.keys()].sort()).toEqual(
    expect.arrayContaining([200, 201, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415]),
  );
});

const TARGETS = [
  "/v3/conversations",
  "//",
  "*",
  "http://evil.example/v3/conversations",
  "\\",
  "/%",
  "x",
  "/\u00e9",
];

test("requests that no client would send get an answer of ours too", { timeout: 60_000 }, async () => {
  const lines = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("GET", "get", "CONNECT", "BREW", "TRACE", "", "G ET", "\u0000") },
    { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
  );
  const fields = fc.constantFrom(
    ...[
      "",
      "Host: a\r\nHost: b",
      "Host : a",
      ": a",
      "a",
      "Host: a\u0000b",
      " folded: x",
      "Host: x\r\n\tfolded",
    ],
    ...["Content-Length: -1", "Content-Length: 1e3", "Content-Length: 1\r\nContent-Length: 2", "a\u0001b: c"],
    ...[
      "Content-Length: 3\r\nTransfer-Encoding: chunked",
      "Transfer-Encoding: gzip",
      `x: ${"y".repeat(20_000)}`,
    ],
    ...[
      "Host: h\r\nTransfer-Encoding: chunked\r\n\r\nzz",
      "Upgrade: h2c\r\nConnection: Upgrade",
      "Expect: x",
    ],
  );
  const versions = fc.constantFrom("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/", "", "ICE/1.0");
  const raw = fc.tuple(lines, fc.constantFrom(...TARGETS), versions, fields);
  await fc.assert(
    fc.asyncProperty(raw, async ([method, target, version, field]) => {
      const bytes = `${method} ${target} ${version}\r\nConnection: close\r\n${field}\r\n\r\n`;
      const received = await exchangeBytes(api().port, bytes);
      expect(received.status).toBeLessThan(500);
      expect(received.headers.get("cache-control")).toBe("no-store");
      const correlationId = received.headers.get("x-polyai-correlation-id");
      expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
      if (received.status >= 400) {
        expect(JSON.parse(received.text)).toMatchObject({
          success: false,
          error_id: correlationId,
          data: null,
        });
      }
    }),
    { numRuns: 200 },
  );
});

test("a body that is too large is refused before it has come", async () => {
  const head = `POST /runtime/v1/conversations HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${own.token.secret}\r\n`;
  const { status } = await exchangeBytes(
    api().port,
    `${head}Content-Length: 99999999\r\nConnection: close\r\n\r\n{`,
  );
  expect(status).toBe(413);
});

test("no address keeps the use of a key from being noted", async () => {
  const { secret } = await makeKey(own.actor, { name: "Noted" });
  const target = `/v1/agents/${own.agents.open.slug}/conversations/%00`;
  const headers: [string, string][] = [["x-api-key", secret]];
  const { status } = await exchange(api().port, { method: "GET", target, headers, body: undefined });
  expect(status).toBe(200);
  const noted = async () => {
    await responseLog.flush();
    return (await listApiKeys(own.actor, listApiKeysInput.parse({ search: "Noted" }))).keys;
  };
  await expect.poll(noted).toMatchObject([{ lastUsedAt: expect.any(String) }]);
});
