import { beforeAll, expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { selectConversationPage } from "@/db/queries/conversation-pages";
import { hashSecret } from "@/lib/features/api-keys/secret";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";

const call = setupApiClient();
const CALLS = 20_001;
const DRAWS = 150;
const LIMIT = 1000;
const RANGE = { startTime: "2020-01-01T00:00:00Z", endTime: "2030-01-01T00:00:00Z" };

let key: string;
let actor: Awaited<ReturnType<typeof makeWorkspace>>;
let agents: Awaited<ReturnType<typeof makeAgent>>[];

// 20,000 calls within one week, at even intervals, and one that is a year older. Every second call is a chat, and every
// hundredth has another variant. The odd ones of the last 2,000 belong to another agent.
beforeAll(async () => {
  actor = await makeWorkspace();
  agents = await Promise.all([makeAgent(actor), makeAgent(actor)]);
  await pool().query(
    `insert into conversations (workspace_id, agent_id, id, environment, started_at, channel, variant_id, in_progress, num_turns,
       total_duration, polyai_duration, handoff, num_silences, num_ood, metrics, state, turns, latencies)
     select $1, case when n > 18000 and n % 2 = 1 then $3 else $2 end, 'c' || n, 'live',
       case n when 0 then timestamptz '2025-09-01' else '2026-09-01'::timestamptz + n * interval '30.24 s' end,
       case n % 2 when 0 then 'WEBCHAT' else 'VOICE-SIP' end, case n % 100 when 0 then 'rare' else 'usual' end, false, 0,
       0, 0, false, 0, 0, '{}', '{}', '[]', '[]'
     from generate_series(0, $4::int - 1) n`,
    [actor.workspaceId, agents[0]?.id, agents[1]?.id, CALLS],
  );
  await pool().query("vacuum analyze conversations");
  key = (await makeKey(actor)).secret;
}, 60_000);

/** Counts how often each call was drawn, and how many neighbors were in the same sample. */
async function draw(draws: number, limit: number, further: object = {}) {
  const drawn = new Array<number>(CALLS).fill(0);
  let neighbors = 0;
  const page = { filters: { environment: "live", ...RANGE, ...further }, limit, offset: 0, after: null };
  for (let n = 0; n < draws; n++) {
    const response = await selectConversationPage(
      hashSecret(key),
      { refs: null },
      { ...page, includeLatency: false, sample: true, positionsOnly: true },
      { signal: new AbortController().signal },
    );
    const some = new Set(response?.rows.map(({ id }) => Number(id.slice(1))));
    expect(some.size).toBe(limit);
    for (const call of some) {
      drawn[call] = (drawn[call] ?? 0) + 1;
      if (some.has(call + 1)) neighbors++;
    }
  }
  return { drawn, neighbors };
}

/** Standard deviations between Pearson's statistic of the counts and its expectation for a uniform distribution. */
function deviation(counts: number[], draws: number, limit: number): number {
  const expected = (draws * limit) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // A draw has no repeats, so counts vary less than Poisson's, by the share that is drawn.
  const mean = (counts.length - 1) * (1 - limit / counts.length) * (counts.length / (counts.length - 1));
  return (statistic - mean) / (mean * Math.sqrt(2 / (counts.length - 1)));
}

// All bounds are six standard deviations: chance alone exceeds one in one of 10⁹ runs.

test("samples every conversation equally often, even if start times are uneven", async () => {
  const { drawn, neighbors } = await draw(DRAWS, LIMIT);
  expect(Math.abs(deviation(drawn, DRAWS, LIMIT))).toBeLessThan(6);
  // Also by day of the week, to detect small differences shared by all calls of a day.
  const days = Array.from({ length: 7 }, (_, day) =>
    drawn.slice(1 + Math.round((day * (CALLS - 1)) / 7), 1 + Math.round(((day + 1) * (CALLS - 1)) / 7)),
  );
  for (const day of days) {
    const sum = day.reduce((all, one) => all + one, 0);
    const share = day.length / CALLS;
    const expected = DRAWS * LIMIT * share;
    expect(Math.abs(sum - expected)).toBeLessThan(6 * Math.sqrt(expected * (1 - share)));
  }
  const each = (DRAWS * LIMIT) / CALLS;
  expect(drawn[0]).toBeLessThan(each + 6 * Math.sqrt(each) + 6);
  // If draws came in runs, nearly every call would have its neighbor. By chance, one in twenty does.
  const expected = (DRAWS * LIMIT * (LIMIT - 1)) / CALLS;
  expect(Math.abs(neighbors / expected - 1)).toBeLessThan(0.15);
}, 120_000);

test.each([
  ["that many match", { channels: { exact: ["webchat"], voice: false } }, (n: number) => n % 2 === 0],
  ["that few match", { variantId: "rare" }, (n: number) => n % 100 === 0],
  ["that all match", { inProgress: false }, () => true],
])(
  "samples uniformly with the filter %s",
  async (_, filter, passes) => {
    const limit = 100;
    const { drawn } = await draw(DRAWS, limit, filter);
    expect(drawn.filter((count, n) => count > 0 && !passes(n))).toEqual([]);
    const counts = drawn.filter((_, n) => passes(n));
    expect(Math.abs(deviation(counts, DRAWS, limit))).toBeLessThan(6);
  },
  120_000,
);

test("samples only the requested agent and time range, and ignores a cursor", async () => {
  const of = `/v3/${actor.slug}/${agents[1]?.slug}/conversations`;
  const ask = async (path: string) => {
    const response = await call(path, { key });
    expect(response.status).toBe(200);
    const { conversations, cursor } = await response.json();
    return { ids: conversations.map(({ id }: { id: string }) => Number(id.slice(1))), cursor };
  };
  const all = `start_time=${RANGE.startTime}&end_time=${RANGE.endTime}&sample=random`;
  const { ids, cursor } = await ask(`${of}?${all}`);
  expect([ids.length, new Set(ids).size, cursor]).toEqual([1000, 1000, null]);
  expect(ids.every((n: number) => n > 18_000 && n % 2 === 1)).toBe(true);
  const early = await ask("/v3/conversations?start_time=2025-01-01&end_time=2026-01-01&sample=random");
  expect(early.ids).toEqual([0]);
  // A list's cursor has no effect, because a sample has no order.
  const list = await ask(`${of}?start_time=${RANGE.startTime}&end_time=${RANGE.endTime}&limit=5`);
  expect((await ask(`${of}?${all}&limit=5&cursor=${list.cursor}`)).ids).toHaveLength(5);
});
