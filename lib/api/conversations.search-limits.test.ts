import fc from "fast-check";
import { expect, test } from "vitest";
import { dedicatedClient, pool } from "@/db/client/client";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import {
  MAX_CONCURRENT,
  MAX_CONCURRENT_PER_KEY,
  MAX_QUEUED_PER_KEY,
} from "@/lib/features/conversations/search-concurrency";
import { MAX_QUERY_WORDS, MAX_SCANNED_TURNS } from "@/lib/features/conversations/search-page";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";
import { propertyRuns } from "@/testing/property/runs";

const call = setupApiClient();
const RANGE = "start_time=2026-01-01&end_time=2027-01-01";
const second = (n: number) => new Date(Date.UTC(2026, 8, 1, 0, 0, n)).toISOString();

async function setup(agents = 1) {
  const actor = await makeWorkspace();
  const made = await Promise.all(Array.from({ length: agents }, () => makeAgent(actor)));
  for (const { id } of made) await configureAgent(actor, { id, transcript: true });
  const { secret } = await makeKey(actor);
  const path = agents > 1 ? "/v3/conversations" : `/v3/${actor.slug}/${made[0]?.slug}/conversations`;
  const search = (query: string, key = secret) =>
    call(`${path}?${RANGE}&query_type=transcript&${query}`, { key });
  return { actor, agents: made, path, secret, search };
}

interface Page {
  conversations: { id: string }[];
  cursor: string | null;
  next_offset?: number;
}

const SLOW_POLL = { timeout: 20_000 };

/** Pages to the end by cursor. */
async function fetchAllPages(
  search: (query: string) => Promise<Response>,
  query: string,
  from: string | null = null,
): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor = from;
  do {
    const response = await search(`${query}${cursor ? `&cursor=${cursor}` : ""}`);
    expect(response.status).toBe(200);
    const page: Page = await response.json();
    pages.push(page);
    cursor = page.cursor;
  } while (cursor);
  return pages;
}

const idsOf = (pages: Page[]) => pages.flatMap(({ conversations }) => conversations.map(({ id }) => id));

/** Conversations with both words, in the same turn if `matches`. Examining each costs `turns` turns. */
const makeConversations = (count: number, turns: number, matches: (n: number) => boolean, prefix = "c") =>
  Array.from({ length: count }, (_, n) => ({
    id: `${prefix}${String(n).padStart(3, "0")}`,
    started_at: second(n),
    num_turns: turns,
    turns: matches(n)
      ? [{ user_input: "a blue scarf" }]
      : [{ user_input: "blue sky" }, { user_input: "a scarf" }],
  }));

test("rejects a query with too many distinct words and names their number", async () => {
  const { search } = await setup();
  const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`).join("+");
  expect((await search(`query=${words(MAX_QUERY_WORDS)}+${words(MAX_QUERY_WORDS)}`)).status).toBe(200);
  const rejected = await search(`query=${words(MAX_QUERY_WORDS + 1)}`);
  expect(rejected.status).toBe(400);
  expect(await rejected.json()).toMatchObject({
    error_code: "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
    error: expect.stringContaining(`at most ${MAX_QUERY_WORDS}`),
  });
});

test("examines a limited number of turns per page and continues from the cursor", async () => {
  const { actor, agents, search } = await setup();
  const turns = MAX_SCANNED_TURNS / 10;
  await seedConversations(
    actor,
    agents[0]?.id ?? "",
    makeConversations(45, turns, (n) => [2, 31, 44].includes(n)),
  );
  for (const limit of [5, 60]) {
    const pages = await fetchAllPages(search, `query=blue+scarf&limit=${limit}`);
    // Ten conversations per page.
    expect(pages.map((page) => idsOf([page]))).toEqual([["c002"], [], [], ["c031"], ["c044"]]);
    expect(pages.map(({ cursor }) => cursor !== null)).toEqual([true, true, true, true, false]);
  }
  expect(idsOf(await fetchAllPages(search, "query=blue+scarf&limit=1"))).toEqual(["c002", "c031", "c044"]);
});

test("pages a limited search by offset while there are matches, then requires the cursor", async () => {
  const { actor, agents, search } = await setup();
  await seedConversations(
    actor,
    agents[0]?.id ?? "",
    makeConversations(25, MAX_SCANNED_TURNS / 10, (n) => n < 4 || n === 24),
  );
  const first: Page = await (await search("query=blue+scarf&limit=2")).json();
  expect(first.next_offset).toBe(2);
  const second: Page = await (await search("query=blue+scarf&limit=5&offset=2")).json();
  expect([idsOf([second]), second.next_offset]).toEqual([["c002", "c003"], 4]);
  const rejected = await search("query=blue+scarf&limit=5&offset=4");
  expect(rejected.status).toBe(400);
  expect((await rejected.json()).error).toContain("cursor");
  const rest = await fetchAllPages(search, "query=blue+scarf&limit=5", second.cursor);
  expect(idsOf(rest)).toEqual(["c024"]);
});

test("finds each match once, wherever pages end early", async () => {
  const cuts = fc.record({
    matches: fc.array(fc.boolean(), { minLength: 30, maxLength: 60 }),
    turns: fc.constantFrom(
      1,
      MAX_SCANNED_TURNS / 40,
      MAX_SCANNED_TURNS / 8,
      MAX_SCANNED_TURNS,
      2 * MAX_SCANNED_TURNS,
    ),
    limit: fc.constantFrom(1, 2, 7, 60),
    filter: fc.constantFrom("", "&channel=voice", "&in_progress=false", "&turn_type=user"),
    agents: fc.constantFrom(1, 2),
  });
  await fc.assert(
    fc.asyncProperty(cuts, async ({ matches, turns, limit, filter, agents: count }) => {
      const { actor, agents, search } = await setup(count);
      const expected: string[] = [];
      for (const [index, { id }] of agents.entries()) {
        const own = makeConversations(matches.length, turns, (n) => matches[n] ?? false, `${"ab"[index]}`);
        await seedConversations(actor, id, own);
        expected.push(...own.filter((_, n) => matches[n]).map(({ id }) => id));
      }
      const pages = await fetchAllPages(search, `query=blue+scarf&limit=${limit}${filter}`);
      const found = idsOf(pages);
      expect([...found].sort()).toEqual(expected.sort());
      expect(new Set(found).size).toBe(found.length);
    }),
    { numRuns: propertyRuns(15), interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true },
  );
}, 120_000);

test("limits one key to two concurrent searches without delaying other keys", async () => {
  const { actor, path, secret, search } = await setup();
  const other = (await makeKey(actor)).secret;
  const holder = dedicatedClient();
  await holder.connect();
  const blockedCount = async () => {
    const { rows } = await pool().query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    return rows.length;
  };
  try {
    await holder.query("begin; lock table conversations in access exclusive mode");
    const sendSearch = async (key: string) => {
      const response = await search("query=blue", key);
      const { error } = await response.json();
      return { status: response.status, retryAfter: response.headers.get("retry-after"), error };
    };
    const requests = Array.from({ length: MAX_CONCURRENT_PER_KEY + MAX_QUEUED_PER_KEY + 4 }, () =>
      sendSearch(secret),
    );
    await expect.poll(blockedCount, SLOW_POLL).toBe(MAX_CONCURRENT_PER_KEY);
    const others = Array.from({ length: MAX_CONCURRENT }, () => sendSearch(other));
    await expect.poll(blockedCount, SLOW_POLL).toBe(MAX_CONCURRENT);
    // Other requests are not delayed, because there are connections for them.
    const handoff = await call(
      `${path.replace("/v3", "/v1").replace(/conversations$/, "handoff_state")}?id=x`,
      {
        key: secret,
      },
    );
    expect(handoff.status).toBe(404);
    const sampled = await call(`${path}?${RANGE}&sample=random`, { key: (await makeKey(actor)).secret });
    expect([sampled.status, (await sampled.json()).error]).toEqual([
      503,
      expect.stringContaining("searches"),
    ]);
    await holder.query("commit");
    const responses = await Promise.all(requests);
    const rejected = responses.filter(({ status }) => status !== 200);
    expect(rejected.length).toBeGreaterThanOrEqual(4);
    for (const { status, retryAfter, error } of rejected) {
      expect([status, retryAfter]).toEqual([429, "1"]);
      expect(error).toContain(`${MAX_CONCURRENT_PER_KEY} searches`);
    }
    await Promise.all(others);
  } finally {
    await holder.end();
  }
  expect((await search("query=blue")).status).toBe(200);
  expect(pool().waitingCount).toBe(0);
}, 60_000);
