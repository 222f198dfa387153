import { beforeAll, describe, expect, test } from "vitest";
import { closeDatabase, dedicatedClient, openDatabase, pool } from "@/db/client/client";
import { SORTS, type Sort } from "@/lib/features/api-keys/constants";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { setupApiClient } from "@/testing/api-server";
import { inAnHour } from "@/testing/fixtures";
import { AUTO_EXPLAIN_OPTIONS, capturePlans, type StatementStats } from "./auto-explain";
import { fill } from "./fill";
import { filterCombinations, sampleCombinations, searchCombinations } from "./query-combinations";
import { FILLED } from "./sizes";

const call = setupApiClient();
const operator = { kind: "operator", workspaceId: FILLED.workspace, name: "tester" } as const;
let secret: string;
let plans: () => StatementStats[];

beforeAll(async () => {
  const client = dedicatedClient();
  await client.connect();
  await fill(client, { conversations: 20_000, keys: 6000, keysOfOne: 5000, requests: 50_000 }, () => {});
  await client.end();
  ({ secret } = await createApiKey(operator, {
    name: "Walker",
    agents: { scope: "all" },
    permissions: ["conversations"],
    expiresAt: inAnHour(),
  }));
  const { host, port, user, password, database } = client;
  await closeDatabase();
  openDatabase({ host, port, user, password, database, options: AUTO_EXPLAIN_OPTIONS, max: 1 }, () => {});
  plans = capturePlans(pool());
}, 300_000);

/** Expects at most `each` rows read per row of the page, plus `beside` for access, channels and calls in progress (200). */
async function expectFewRows(path: string, limit: number, each: number, beside = 300): Promise<void> {
  // PostgreSQL plans a prepared statement for its values five times and may then keep a generic plan: both must be fast.
  for (const mode of ["force_custom_plan", "force_generic_plan"]) {
    await pool().query(`set plan_cache_mode = ${mode}`);
    plans();
    const response = await call(`${path}&limit=${limit}`, { key: secret });
    expect(response.status, path).toBe(200);
    const [worst] = plans()
      .filter(({ text }) => text.includes("conversations"))
      .sort((a, b) => b.rows - a.rows);
    const how = `${mode} ${path} ${JSON.stringify(worst?.scans.slice(0, 3))}`;
    expect(worst?.rows, how).toBeGreaterThan(0);
    expect(worst?.rows, how).toBeLessThanOrEqual(beside + each * limit);
  }
}

/** Expects fewer than `most` pages of tables and indexes read for a response, with either kind of plan. */
async function expectFewPages(path: string, most: number): Promise<void> {
  for (const mode of ["force_custom_plan", "force_generic_plan"]) {
    await pool().query(`set plan_cache_mode = ${mode}`);
    plans();
    expect((await call(path, { key: secret })).status).toBe(200);
    const read = plans().filter(({ text }) => text.includes("conversations"));
    expect(read).not.toEqual([]);
    for (const { pages, scans } of read) expect(pages, `${mode} ${JSON.stringify(scans)}`).toBeLessThan(most);
  }
}

test("a filtered key list scans its sort index without fetching the rows", async () => {
  const indexes = { created: "created", name: "sort_key", expires: "expires", used: "used" };
  const filters = [
    { state: "expired" },
    { state: "active" },
    { agent: FILLED.agent },
    { search: "no such name" },
  ];
  for (const sort of Object.keys(SORTS) as Sort[]) {
    for (const filter of filters) {
      plans();
      await listApiKeys(operator, listApiKeysInput.parse({ sort, ...filter }));
      const walk = plans().find(({ text }) => text.includes("as sort_value from"));
      const scans = walk?.scans.map(({ what }) => what);
      expect(scans, JSON.stringify(filter)).toContain(
        `Index Only Scan api_keys api_keys_by_${indexes[sort]}`,
      );
    }
  }
});

const ONE_AGENT_PATH = `/v3/${FILLED.slug}/${FILLED.agentSlug}/conversations`;

test("a page of an agent without conversations does not scan the conversations of another agent", async () => {
  for (const query of ["", "&in_progress=false", "&start_time=2000-01-01", "&channel=voice"]) {
    await expectFewPages(`/v3/${FILLED.slug}/night-desk/conversations?limit=5${query}`, 60);
  }
});

describe.each([
  ["one agent", ONE_AGENT_PATH],
  ["every agent", "/v3/conversations"],
])("of %s", (_, path) => {
  test("every filter combination reads a few rows per returned row", async () => {
    for (const query of filterCombinations()) await expectFewRows(`${path}?${query}`, 5, 15);
  });

  test("a deep page reads no more rows than the first page", async () => {
    for (const query of ["", "variant_id=v2", "channel=voice", "in_progress=false"]) {
      const first = await call(`${path}?${query}&limit=900`, { key: secret });
      let { cursor } = await first.json();
      for (let page = 0; page < 3; page++) {
        const next = await call(`${path}?${query}&limit=900&cursor=${cursor}`, { key: secret });
        ({ cursor } = await next.json());
      }
      await expectFewRows(`${path}?${query}&cursor=${cursor}`, 5, 15);
    }
  });

  test("a search scans a few rows per result, or reads few rows from the word index", async () => {
    // The word index is used for words in fewer than one of twenty conversations: here in 1,000 at most.
    for (const query of searchCombinations()) await expectFewRows(`${path}?${query}`, 5, 45, 3000);
  });

  test("one agent's camelCase list and its total count read one page", async () => {
    await expectFewRows(`/v1/agents/${FILLED.agentSlug}/conversations?offset=0`, 50, 3);
  });

  test("a sample reads one index entry per conversation in its range, and few rows", async () => {
    for (const query of sampleCombinations()) {
      for (const mode of ["force_custom_plan", "force_generic_plan"]) {
        await pool().query(`set plan_cache_mode = ${mode}`);
        plans();
        expect((await call(`${path}?${query}&limit=5`, { key: secret })).status).toBe(200);
        const scans = plans().flatMap(({ scans }) => scans);
        const entries = scans.filter(({ what }) => what.startsWith("Index Only Scan conversations "));
        const rows = scans.filter(
          ({ what }) => / conversations /.test(what) && !entries.some((e) => e.what === what),
        );
        const sum = (some: StatementStats["scans"]) => some.reduce((all, one) => all + one.rows, 0);
        // With more filters, up to 5,001 matching rows of each of two channels are read, and 2,000 are sampled.
        expect(sum(rows), `${mode} ${query} ${JSON.stringify(rows)}`).toBeLessThanOrEqual(12_500);
        expect(sum(entries), `${mode} ${query}`).toBeLessThanOrEqual(20_500);
      }
    }
  });
});
