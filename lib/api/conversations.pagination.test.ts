import fc from "fast-check";
import { expect, test } from "vitest";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";
import { propertyRuns } from "@/testing/property/runs";

const call = setupApiClient();

/** Several start at the same time, so that their IDs decide the order. */
const PER_INSTANT = 5;
const EXISTING = 150;
const second = (n: number) => new Date(Date.UTC(2026, 8, 1, 0, 0, n)).toISOString();

interface Page {
  conversations: { id: string; project_id: string }[];
  cursor: string | null;
}

/** An agent with conversations, and a client for its runtime. */
async function makeWritableAgent(actor: Awaited<ReturnType<typeof makeWorkspace>>) {
  const agent = await makeAgent(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const existing = Array.from({ length: EXISTING }, (_, n) => ({
    id: `c${String((n * 7) % EXISTING).padStart(3, "0")}`,
    started_at: second(Math.floor(n / PER_INSTANT)),
    in_progress: n % 2 === 0,
  }));
  await seedConversations(actor, agent.id, existing);
  const runtime = (path: string, body: object) =>
    call(`/runtime/v1/conversations${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return { agent, existing, runtime, token };
}

/** Imports one line. Returns the import's progress. */
async function importLine(token: string, line: object): Promise<{ reason?: string }[]> {
  const response = await call("/runtime/v1/conversations:import", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
    body: JSON.stringify(line),
  });
  return (await response.text())
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
}

test("returns every conversation once while an import tries to change start times", async () => {
  const actor = await makeWorkspace();
  const { agent, existing, runtime, token } = await makeWritableAgent(actor);
  const { secret: key } = await makeKey(actor);
  expect((await runtime("", { id: "live", environment: "live", channel: "VOICE" })).status).toBe(201);
  const path = `/v3/${actor.slug}/${agent.slug}/conversations?limit=60`;
  const basics = { environment: "live", channel: "VOICE-SIP", in_progress: false };

  const first: Page = await (await call(path, { key })).json();
  const [returned, last] = [first.conversations[0]?.id, existing.at(-1)];
  for (const [id, started_at] of [
    [returned, second(3600)],
    [last?.id, second(-3600)],
    ["live", second(-7200)],
  ]) {
    const [progress] = await importLine(token, { ...basics, id, started_at });
    expect(progress).toEqual({ line: 1, reason: expect.stringMatching(/^started_at: must stay 20\d\d-/) });
  }
  const seen = first.conversations.map(({ id }) => id);
  for (let { cursor } = first; cursor; ) {
    const page: Page = await (await call(`${path}&cursor=${cursor}`, { key })).json();
    seen.push(...page.conversations.map(({ id }) => id));
    cursor = page.cursor;
  }
  expect(seen.sort()).toEqual([...existing.map(({ id }) => id), "live"].sort());
});

/** One write near the reader's current position: before it, at the same time, or after it. */
interface Write {
  by: "import" | "runtime" | "change";
  seconds: number;
  prefix: string;
}

const writes: fc.Arbitrary<Write[]> = fc.array(
  fc.record({
    by: fc.constantFrom("import", "runtime", "change"),
    seconds: fc.constantFrom(-3600, -2, -1, 0, 0, 0, 1, 2, 3600),
    prefix: fc.constantFrom("", "b", "c000", "c075", "c149", "d", "\u{10ffff}"),
  }),
  { minLength: 20, maxLength: 40 },
);

test("returns every existing conversation exactly once during concurrent writes", {
  timeout: 180_000,
}, async () => {
  const limits = fc.oneof(
    fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
    // Pages above 50 are streamed in chunks.
    fc.array(fc.integer({ min: 51, max: 110 }), { minLength: 1, maxLength: 3 }),
    fc.array(fc.constantFrom(1, 7, 50, 51, 120), { minLength: 2, maxLength: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(
      limits,
      fc.boolean(),
      writes,
      fc.integer({ min: 2, max: 5 }),
      async (sizes, every, plannedWrites, writers) => {
        const actor = await makeWorkspace();
        const written = [await makeWritableAgent(actor), ...(every ? [await makeWritableAgent(actor)] : [])];
        const { secret: key } = await makeKey(actor);
        const [first] = written;
        const path = every ? "/v3/conversations" : `/v3/${actor.slug}/${first?.agent.slug}/conversations`;

        let place = 0;
        let reading = true;
        let count = 0;
        const write = async ({ by, seconds, prefix }: Write) => {
          count += 1;
          const { agent, existing, runtime } =
            written[count % written.length] ?? written[0] ?? (await makeWritableAgent(actor));
          const id = `${prefix}-new-${count}`;
          const started_at = second(Math.floor(place / PER_INSTANT) + seconds);
          const known = existing[count % EXISTING];
          if (by === "import") await seedConversations(actor, agent.id, [{ id, started_at }]);
          if (by === "change")
            await seedConversations(actor, agent.id, [{ ...known, total_duration: count }]);
          if (by === "runtime") {
            const started = await runtime("", { id, started_at, environment: "live", channel: "VOICE" });
            expect(started.status).toBe(201);
            await runtime(`/${known?.id}/end`, {});
          }
        };
        const writing = Promise.all(
          Array.from({ length: writers }, async (_, writer) => {
            for (let n = writer; reading; n += writers)
              await write(plannedWrites[n % plannedWrites.length] as Write);
          }),
        );

        const seen: string[] = [];
        let cursor: string | null = null;
        try {
          for (let page = 0; page === 0 || cursor; page++) {
            const more: string = cursor ? `&cursor=${cursor}` : "";
            const response = await call(`${path}?limit=${sizes[page % sizes.length]}${more}`, { key });
            expect(response.status).toBe(200);
            const { conversations, cursor: next }: Page = await response.json();
            seen.push(...conversations.map(({ id, project_id }) => `${project_id} ${id}`));
            cursor = next;
            place = seen.length / written.length;
            // Writers that stay ahead of the reader could keep it from reaching the end.
            if (seen.length > 1000) reading = false;
          }
        } finally {
          reading = false;
          await writing;
        }

        const before = written.flatMap(({ agent, existing }) =>
          existing.map(({ id }) => `${agent.id} ${id}`),
        );
        const old = new Set(before);
        expect(seen.filter((one) => old.has(one)).sort()).toEqual(before.sort());
        expect(new Set(seen).size).toBe(seen.length);
        expect(count).toBeGreaterThan(0);
      },
    ),
    { numRuns: propertyRuns(8), interruptAfterTimeLimit: 150_000, markInterruptAsFailure: true },
  );
});

/** Three agents, each with three conversations that start in turn, and a client that lists them. */
async function makeWalk() {
  const actor = await makeWorkspace();
  const [a, b, c] = [await makeAgent(actor), await makeAgent(actor), await makeAgent(actor)];
  for (const [n, agent] of [a, b, c].entries()) {
    const starts = [0, 3, 6].map((minute) => second(minute + n));
    await seedConversations(
      actor,
      agent.id,
      starts.map((started_at, at) => ({ id: `c${at}`, started_at })),
    );
  }
  const agents = [a.id, b.id, c.id];
  const { key, secret } = await makeKey(actor, { agents });
  const list = async (query: string, by = secret) => {
    const response = await call(`/v3/conversations?limit=2&${query}`, { key: by });
    const { conversations, cursor, error_code }: Page & { error_code?: string } = await response.json();
    return {
      found: conversations?.map(({ project_id }) => agents.indexOf(project_id)),
      cursor,
      error: error_code,
    };
  };
  /** Follows the cursors to the end, and returns the agents of the conversations in order. */
  const follow = async (query: string, from: string | null, by = secret) => {
    const found: number[] = [];
    for (let cursor = from; cursor; ) {
      const page = await list(`${query}&cursor=${cursor}`, by);
      expect(page.error).toBeUndefined();
      found.push(...(page.found ?? []));
      cursor = page.cursor;
    }
    return found;
  };
  return { actor, a, b, c, key, secret, list, follow };
}

test("continues a walk over the agents of a key without one that was deleted", async () => {
  const { actor, a, b, c, key, list, follow } = await makeWalk();
  const first = await list("");
  expect(first.found).toEqual([0, 1]);
  await deleteAgent(actor, { id: b.id });
  expect(await follow("", first.cursor)).toEqual([2, 0, 2, 0, 2]);
  // A new agent with the slug of the deleted one is not an agent of the key.
  const heir = await makeAgent(actor, { slug: b.slug });
  await seedConversations(actor, heir.id, [{ id: "heir", started_at: second(9) }]);
  expect(await follow("", first.cursor)).toEqual([2, 0, 2, 0, 2]);
  // The successor of the key has the same agents.
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const successor = await rotateApiKey(actor, { id: key.id, name: "Successor", expiresAt });
  expect(await follow("", first.cursor, successor.secret)).toEqual([2, 0, 2, 0, 2]);
  await deleteAgent(actor, { id: a.id });
  expect(await follow("", first.cursor)).toEqual([2, 2, 2]);
  await deleteAgent(actor, { id: c.id });
  expect(await list(`cursor=${first.cursor}`)).toMatchObject({ found: [], cursor: null });
});

test("continues a walk over named agents without one that was deleted, named or not", async () => {
  const { actor, a, b, c, secret, list, follow } = await makeWalk();
  const named = `project_id=${a.id}&project_id=${b.slug}&project_id=${c.slug}`;
  const first = await list(named);
  await deleteAgent(actor, { id: b.id });
  expect(await follow(named, first.cursor)).toEqual([2, 0, 2, 0, 2]);
  expect(await follow(`project_id=${a.slug}&project_id=${b.id}&project_id=${c.id}`, first.cursor)).toEqual([
    2, 0, 2, 0, 2,
  ]);
  expect(await follow(`project_id=${a.slug}&project_id=${c.id}`, first.cursor)).toEqual([2, 0, 2, 0, 2]);
  // Without the cursor nothing shows that there was such an agent.
  expect(await list(named)).toMatchObject({ error: "PROJECT_NOT_FOUND" });
  expect(await list(`${named}&project_id=other&cursor=${first.cursor}`)).toMatchObject({
    error: "PROJECT_NOT_FOUND",
  });
  expect(await list(`project_id=${b.slug}&cursor=${first.cursor}`)).toMatchObject({
    error: "PROJECT_NOT_FOUND",
  });
  // A new agent with the slug of the deleted one is not an agent of the walk.
  const everything = await makeKey(actor);
  const heir = await makeAgent(actor, { slug: b.slug });
  await seedConversations(actor, heir.id, [{ id: "heir", started_at: second(9) }]);
  for (const by of [secret, everything.secret])
    expect(await follow(named, first.cursor, by)).toEqual([2, 0, 2, 0, 2]);
  expect(await list(named)).toMatchObject({ error: "USER_ACCESS_FORBIDDEN" });
});

test("rejects the cursor of a walk over several agents with agents that still exist or are new", async () => {
  const { actor, a, b, c, list } = await makeWalk();
  const everything = await makeKey(actor);
  const some = await makeKey(actor, { agents: [a.id, b.id] });
  const more = await makeAgent(actor);
  const { cursor } = await list("");
  const rejected = { error: "GET_CONVERSATIONS_FILTER_PARSE_ERROR" };
  expect(await list(`cursor=${cursor}`, everything.secret)).toMatchObject(rejected);
  expect(await list(`cursor=${cursor}`, some.secret)).toMatchObject(rejected);
  expect(await list(`project_id=${a.id}&cursor=${cursor}`)).toMatchObject(rejected);
  const others = [a, b, c, more].map(({ id }) => `project_id=${id}`).join("&");
  expect(await list(`${others}&cursor=${cursor}`, everything.secret)).toMatchObject(rejected);
  const { cursor: all } = await list("", everything.secret);
  expect(await list(`cursor=${all}`)).toMatchObject(rejected);
  await deleteAgent(actor, { id: c.id });
  expect(await list(`cursor=${cursor}`, some.secret)).toMatchObject({ found: [0, 1] });
});
