import fc from "fast-check";
import { expect, test } from "vitest";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";

const call = setupApiClient();

/** Several begin in the same instant, so that their ids decide the order. */
const PER_INSTANT = 5;
const EXISTING = 150;
const second = (n: number) => new Date(Date.UTC(2026, 8, 1, 0, 0, n)).toISOString();

interface Page {
  conversations: { id: string; project_id: string }[];
  cursor: string | null;
}

/** An agent with its conversations, and how its runtime and imports write to it. */
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

/** What an import says of each of its lines. */
async function importLine(token: string, line: object): Promise<{ reason?: string }[]> {
  const answer = await call("/runtime/v1/conversations:import", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
    body: JSON.stringify(line),
  });
  return (await answer.text())
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
}

test("a walk returns every call once though an import gives known calls other starts meanwhile", async () => {
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
    const [news] = await importLine(token, { ...basics, id, started_at });
    expect(news).toEqual({ line: 1, reason: expect.stringMatching(/^started_at: must stay 20\d\d-/) });
  }
  const seen = first.conversations.map(({ id }) => id);
  for (let { cursor } = first; cursor; ) {
    const page: Page = await (await call(`${path}&cursor=${cursor}`, { key })).json();
    seen.push(...page.conversations.map(({ id }) => id));
    cursor = page.cursor;
  }
  expect(seen.sort()).toEqual([...existing.map(({ id }) => id), "live"].sort());
});

/** One write, near the place where the walker is: before it, at the same instant, or after it. */
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

test("a walk sees what existed at its start exactly once, whatever is written meanwhile", {
  timeout: 180_000,
}, async () => {
  const limits = fc.oneof(
    fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
    // Beyond fifty a page streams in pieces.
    fc.array(fc.integer({ min: 51, max: 110 }), { minLength: 1, maxLength: 3 }),
    fc.array(fc.constantFrom(1, 7, 50, 51, 120), { minLength: 2, maxLength: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(
      limits,
      fc.boolean(),
      writes,
      fc.integer({ min: 2, max: 5 }),
      async (sizes, every, told, writers) => {
        const actor = await makeWorkspace();
        const written = [await makeWritableAgent(actor), ...(every ? [await makeWritableAgent(actor)] : [])];
        const { secret: key } = await makeKey(actor);
        const [first] = written;
        const path = every ? "/v3/conversations" : `/v3/${actor.slug}/${first?.agent.slug}/conversations`;

        let place = 0;
        let walking = true;
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
            for (let n = writer; walking; n += writers) await write(told[n % told.length] as Write);
          }),
        );

        const seen: string[] = [];
        let cursor: string | null = null;
        try {
          for (let page = 0; page === 0 || cursor; page++) {
            const more: string = cursor ? `&cursor=${cursor}` : "";
            const answer = await call(`${path}?limit=${sizes[page % sizes.length]}${more}`, { key });
            expect(answer.status).toBe(200);
            const { conversations, cursor: next }: Page = await answer.json();
            seen.push(...conversations.map(({ id, project_id }) => `${project_id} ${id}`));
            cursor = next;
            place = seen.length / written.length;
            // Writers that stay ahead of the walker could keep it from ever arriving.
            if (seen.length > 1000) walking = false;
          }
        } finally {
          walking = false;
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
    { numRuns: 8, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: true },
  );
});
