import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";
import { propertyRuns } from "@/testing/property/runs";

const call = setupApiClient();

const ENVIRONMENTS = ["live", "sandbox", "pre-release"];
const CHANNELS = ["VOICE-SIP", "SMS", "CHAT"];
const VARIANTS = ["1", "2"];

interface TestWorkspace {
  key: string;
  slug: string;
  agents: string[];
}
let own: TestWorkspace;
let foreign: TestWorkspace;

/** Two agents with several conversations for every combination of filters, so that each combination has a second page. */
async function setup(): Promise<TestWorkspace> {
  const actor = await makeWorkspace();
  const agents = [await makeAgent(actor), await makeAgent(actor)];
  const conversations = ENVIRONMENTS.flatMap((environment) =>
    CHANNELS.flatMap((channel) =>
      VARIANTS.flatMap((variant) =>
        [true, false].flatMap((in_progress) =>
          [1, 2].map((n) => ({
            id: `${environment}-${channel}-${variant}-${in_progress}-${n}`,
            started_at: `2026-09-0${n}T10:00:00Z`,
            environment,
            channel,
            variant_id: `V${variant}`,
            variant_name: `Variant ${variant}`,
            in_progress,
            turns: [{ user_input: "one two", agent_response: "one two" }],
          })),
        ),
      ),
    ),
  );
  for (const { id } of agents) {
    await configureAgent(actor, { id, transcript: true });
    await seedConversations(actor, id, conversations);
  }
  const { secret: key } = await makeKey(actor);
  return { key, slug: actor.slug, agents: agents.map(({ slug }) => slug) };
}

beforeAll(async () => {
  [own, foreign] = [await setup(), await setup()];
});

/** The meaning of filters: equal values mean the same filters, however the query spells them. */
interface Filters {
  environment: string;
  channels: string[];
  variant: string;
  inProgress: string;
  start: number;
  end: number;
  words: string[];
  by: string;
}

const [FIRST, LAST] = [Date.parse("2026-09-01T00:00:00Z"), Date.parse("2026-10-01T00:00:00Z")];

const filters: fc.Arbitrary<Filters> = fc
  .record({
    environment: fc.constantFrom(...ENVIRONMENTS),
    channels: fc.subarray(["voice", "sms", "chat"]),
    variant: fc.constantFrom("", "variant_id=V1", "variant_id=V2", "variant_name=Variant 1"),
    inProgress: fc.constantFrom("", "true", "false"),
    start: fc.constantFrom(0, FIRST, FIRST + 1),
    end: fc.constantFrom(0, LAST, LAST + 1),
    words: fc.subarray(["one", "two"]),
    by: fc.constantFrom("", "user", "agent"),
  })
  // A search requires a time range, and turn_type requires a search.
  .map((values) => ({
    ...values,
    ...(values.words.length > 0 ? { start: values.start || FIRST, end: values.end || LAST } : { by: "" }),
  }));

/** The spelling of filters: order, case, repeats and offsets, which do not change their meaning. */
const spellings = fc.record({
  turned: fc.boolean(),
  upper: fc.boolean(),
  twice: fc.boolean(),
  offset: fc.boolean(),
});
type Spelling = typeof spellings extends fc.Arbitrary<infer S> ? S : never;

function toQueryString(values: Filters, { turned, upper, twice, offset }: Spelling): string {
  const order = <T>(list: T[]) => (turned ? [...list].reverse() : list);
  const time = (at: number) =>
    offset ? `${new Date(at + 7_200_000).toISOString().slice(0, -1)}+02:00` : new Date(at).toISOString();
  const query: [string, string][] = [];
  if (values.environment !== "live" || turned) query.push(["client_env", values.environment]);
  for (const channel of order(values.channels)) {
    for (let n = 0; n < (twice ? 2 : 1); n++)
      query.push(["channel", upper ? channel.toUpperCase() : channel]);
  }
  if (values.variant) query.push(values.variant.split("=") as [string, string]);
  if (values.inProgress) query.push(["in_progress", values.inProgress]);
  if (values.start) query.push(["start_time", time(values.start)]);
  if (values.end) query.push(["end_time", time(values.end)]);
  if (values.words.length > 0) {
    const words = order(values.words).join(twice ? " , " : " ");
    query.push(["query_type", "transcript"], ["query", upper ? words.toUpperCase() : words]);
    if (values.by) query.push(["turn_type", values.by]);
  }
  return String(new URLSearchParams(order(query)));
}

/** Page options, which are not filters. */
const PAGES = ["limit=3", "limit=60", "limit=3&include_latency=true", "limit=60&include_latency=true"];

const TARGETS = ["this agent", "the other agent", "every agent", "both agents", "elsewhere"] as const;

/** The endpoint and the key for a list. */
function endpointFor(place: (typeof TARGETS)[number]): { path: string; key: string } {
  const { slug, agents, key } = place === "elsewhere" ? foreign : own;
  const [first = "", second = ""] = agents;
  if (place === "every agent") return { path: "/v3/conversations?", key };
  if (place === "both agents")
    return { path: `/v3/conversations?project_id=${first}&project_id=${second}&`, key };
  return { path: `/v3/${slug}/${place === "the other agent" ? second : first}/conversations?`, key };
}

async function listAt(place: (typeof TARGETS)[number], query: string): Promise<Response> {
  const { path, key } = endpointFor(place);
  return call(`${path}${query}`, { key });
}

async function fetchCursor(place: (typeof TARGETS)[number], values: Filters, how: Spelling): Promise<string> {
  const response = await listAt(place, `${toQueryString(values, how)}&limit=1`);
  const { cursor } = await response.json();
  expect(cursor, toQueryString(values, how)).toEqual(expect.any(String));
  return cursor;
}

async function expectCursorRejected(response: Response): Promise<void> {
  const { error_code } = await response.json();
  expect([response.status, error_code]).toEqual([400, "GET_CONVERSATIONS_FILTER_PARSE_ERROR"]);
}

test("accepts a cursor only with the same agents and filters, in any spelling", {
  timeout: 120_000,
}, async () => {
  const place = fc.constantFrom(...TARGETS);
  const other = fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: filters });
  await fc.assert(
    fc.asyncProperty(
      ...([place, place, filters, other, spellings, spellings, fc.constantFrom(...PAGES)] as const),
      async (from, to, values, others, how, differently, page) => {
        const cursor = await fetchCursor(from, values, how);
        const used = others ?? values;
        const response = await listAt(to, `${toQueryString(used, differently)}&${page}&cursor=${cursor}`);
        if (from === to && JSON.stringify(used) === JSON.stringify(values)) expect(response.status).toBe(200);
        else await expectCursorRejected(response);
      },
    ),
    { numRuns: propertyRuns(120) },
  );
});

const DEFAULT_FILTERS: Filters = {
  environment: "live",
  channels: [],
  variant: "",
  inProgress: "",
  start: 0,
  end: 0,
  words: [],
  by: "",
};
const DEFAULT_SPELLING = { turned: false, upper: false, twice: false, offset: false };

const mutation: fc.Arbitrary<(cursor: string) => string> = fc.oneof(
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 127 })).map(([at, bits]) => (text: string) => {
    const place = at % text.length;
    return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ bits) + text.slice(place + 1);
  }),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(([at, bits]) => (text: string) => {
    const bytes = Buffer.from(text, "base64url");
    const place = at % bytes.byteLength;
    bytes[place] = (bytes[place] ?? 0) ^ bits;
    return bytes.toString("base64url");
  }),
  fc.nat().map((at) => (text: string) => text.slice(0, at % text.length)),
  fc.nat().map((at) => (text: string) => text.slice(at % text.length)),
  fc.string({ unit: "binary", minLength: 1, maxLength: 5 }).map((more) => (text: string) => text + more),
  fc.constant((text: string) => text.replace(/(.{4})/g, "$1 ")),
  fc.constant((text: string) => `${text}==`),
  fc.constant((text: string) => text.repeat(100)),
);

test("rejects a modified cursor unless it decodes to the same value", {
  timeout: 120_000,
}, async () => {
  const cursor = await fetchCursor("this agent", DEFAULT_FILTERS, DEFAULT_SPELLING);
  const meaning = (text: string): string | undefined => {
    try {
      return JSON.stringify(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    } catch {
      return undefined;
    }
  };
  await fc.assert(
    fc.asyncProperty(mutation, async (mutate) => {
      const mutated = mutate(cursor).toWellFormed();
      const response = await listAt("this agent", `cursor=${encodeURIComponent(mutated)}`);
      if (meaning(mutated) === meaning(cursor)) expect(response.status).toBe(200);
      // A cursor above the maximum length is an invalid parameter.
      else if (mutated.length > 4096) expect(response.status).toBe(400);
      else await expectCursorRejected(response);
    }),
    { numRuns: propertyRuns(180) },
  );
});

test("rejects a forged cursor", { timeout: 60_000 }, async () => {
  const real = JSON.parse(
    Buffer.from(await fetchCursor("this agent", DEFAULT_FILTERS, DEFAULT_SPELLING), "base64url").toString(),
  );
  const odd = fc.oneof(
    fc.constantFrom<unknown>("0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "10000-01-01T00:00:00Z"),
    // Offsets that PostgreSQL does not accept.
    fc.constantFrom<unknown>("2026-01-01T00:00:00+23:59", "0001-01-01T00:00:00-16:00"),
    fc.constantFrom<unknown>(
      "2026-02-30T00:00:00Z",
      "infinity",
      "now",
      "",
      "\u0000",
      "\ud800",
      "x".repeat(257),
    ),
    fc.jsonValue(),
  );
  const made = fc.oneof(
    fc.tuple(fc.nat(4), odd).map(([at, value]) => real.with(at, value) as unknown),
    fc.jsonValue(),
    fc.constantFrom<unknown>({ ...real }, [...real, 1], [real], []),
  );
  await fc.assert(
    fc.asyncProperty(made, async (value) => {
      fc.pre(JSON.stringify(value) !== JSON.stringify(real));
      const cursor = Buffer.from(JSON.stringify(value) ?? "").toString("base64url");
      await expectCursorRejected(await listAt("this agent", `cursor=${cursor}`));
    }),
    { numRuns: propertyRuns(120) },
  );
});

test("accepts all parameters together, with every page option", async () => {
  // PostgreSQL distinguishes prepared statements by the first 63 characters of their names.
  const every = {
    ...DEFAULT_FILTERS,
    channels: ["voice"],
    variant: "variant_name=Variant 1",
    inProgress: "true",
  };
  const values = { ...every, start: FIRST, end: LAST, words: ["one"], by: "agent" };
  const cursor = await fetchCursor("every agent", values, DEFAULT_SPELLING);
  for (const page of PAGES) {
    for (const more of ["", `&cursor=${cursor}`]) {
      const response = await listAt(
        "every agent",
        `${toQueryString(values, DEFAULT_SPELLING)}&${page}${more}`,
      );
      expect(response.status, page).toBe(200);
    }
  }
});
