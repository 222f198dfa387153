import { beforeAll, expect, test } from "vitest";
import { closeDatabase, dedicatedClient, openDatabase, pool } from "@/db/client/client";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { listAgents } from "@/lib/features/agents/list-agents";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { readApiKey } from "@/lib/features/api-keys/read-api-key";
import { listRequestsInput } from "@/lib/features/usage/contract";
import { listRequests } from "@/lib/features/usage/list-requests";
import { readKeyTraffic } from "@/lib/features/usage/read-key-traffic";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations, seedRequestLog } from "@/testing/fixtures";
import { AUTO_EXPLAIN_OPTIONS, capturePlans, type StatementStats } from "./auto-explain";
import { filterCombinations, sampleCombinations, searchCombinations } from "./query-combinations";

// A deployment that is too large for one machine is distributed by workspace, so every hot statement must filter by workspace.

const call = setupApiClient();
let plans: () => StatementStats[];

beforeAll(async () => {
  const { host, port, user, password, database } = dedicatedClient();
  await closeDatabase();
  // Forces plans that look up each table by its own conditions, instead of reading it and joining afterwards.
  const options = `${AUTO_EXPLAIN_OPTIONS} -c enable_hashjoin=off -c enable_mergejoin=off -c enable_seqscan=off`;
  openDatabase({ host, port, user, password, database, options }, () => {});
  plans = capturePlans(pool());
});

/** Tables without a workspace: users, who may be members of several, and the installation. */
const GLOBAL_TABLES = [
  ...["accounts", "installation", "one_time_links", "sessions", "throttles", "users", "verifications"],
  "workspaces",
];
/** Indexes for lookups by a secret alone, which does not identify a workspace. */
const BY_SECRET = ["api_keys_secret_hash", "invitations_token_hash", "runtime_tokens_token_hash"];

test("every key and constraint of a tenant table includes the workspace", async () => {
  const { rows: tables } = await pool().query<{ name: string; tenant: boolean }>(`
    select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id'
      and a.attnotnull) as tenant
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`);
  expect(tables.filter(({ tenant }) => !tenant).map(({ name }) => name)).toEqual(GLOBAL_TABLES.toSorted());

  const { rows: keys } = await pool().query<{ name: string; columns: string[] }>(
    `
    select i.indexrelid::regclass::text as name, array(select a.attname::text from pg_attribute a
      where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and i.indisunique and c.relname <> all($1)`,
    [GLOBAL_TABLES],
  );
  expect(keys.length).toBeGreaterThan(20);
  expect(
    keys
      .filter(({ columns }) => !columns.includes("workspace_id"))
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(BY_SECRET);

  const { rows: references } = await pool().query<{ name: string; columns: string[] }>(`
    select conname as name, array(select a.attname::text from pg_attribute a
      where a.attrelid = k.conrelid and a.attnum = any(k.conkey)) as columns
    from pg_constraint k where k.contype = 'f' and k.confrelid <> 'users'::regclass
      and k.connamespace = 'public'::regnamespace`);
  expect(references.length).toBeGreaterThan(8);
  expect(references.filter(({ columns }) => !columns.includes("workspace_id"))).toEqual([]);
});

test("every statement of the external API and of the console's lists filters by workspace", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await configureAgent(actor, { id: agent.id, transcript: true });
  // More than a search scans before it uses the word index.
  const turns = [{ user_input: "please" }];
  await seedConversations(
    actor,
    agent.id,
    Array.from({ length: 202 }, (_, n) => ({ id: `CA${n}`, turns })),
  );
  const { key, secret } = await makeKey(actor);
  const narrow = await makeKey(actor, { agents: [agent.id] });
  await seedRequestLog(actor, key.id, [{}]);

  const unfiltered = new Map<string, string>();
  const scanned = new Set<string>();
  const collect = () => {
    for (const { text, scans } of plans()) {
      for (const { what, where } of scans) {
        scanned.add(what.replace(/^.* /, ""));
        if (/workspace_id/.test(where) || BY_SECRET.some((index) => what.endsWith(index))) continue;
        // A bitmap heap scan checks the workspace when it reads the rows.
        if (
          what.startsWith("Bitmap Index Scan") ||
          GLOBAL_TABLES.some((table) => what.includes(` ${table} `))
        )
          continue;
        unfiltered.set(what, text);
      }
    }
  };
  plans();
  const v3 = `/v3/${actor.slug}/${agent.slug}/conversations`;
  // A seventh of the 300 combinations of filters, in which each pair of values occurs: conditions only add up.
  const filtered = filterCombinations().filter((_, n) => n % 7 === 0);
  for (const query of [...filtered, ...searchCombinations(), ...sampleCombinations()]) {
    for (const path of [v3, "/v3/conversations"]) {
      for (const presented of path === v3 ? [secret] : [secret, narrow.secret])
        expect((await call(`${path}?limit=5&${query}`, { key: presented })).status).toBe(200);
    }
    collect();
  }
  const v1 = `/v1/agents/${agent.slug}/conversations`;
  for (const path of [
    `${v3}?limit=500`,
    v1,
    `${v1}/CA1`,
    `/v1/${actor.slug}/${agent.slug}/handoff_state?id=CA1`,
  ])
    await call(path, { key: secret });
  await call(`/v1/external-events/webhook?account_id=${actor.slug}&project_id=${agent.slug}`, {
    ...{ key: secret, method: "POST", body: "{}", headers: { "content-type": "application/json" } },
  });
  collect();

  for (const input of [
    {},
    { search: "x" },
    { state: "expired" },
    { permission: "handoff" },
    { agent: agent.id },
  ])
    for (const sort of ["created", "name", "expires", "used"])
      await listApiKeys(actor, listApiKeysInput.parse({ ...input, sort }));
  for (const input of [
    {},
    { status: "4" },
    { endpoint: "listConversations" },
    { to: new Date().toISOString() },
  ])
    await listRequests(actor, key.id, listRequestsInput.parse(input));
  await readKeyTraffic(actor, key.id);
  await readApiKey(actor, key.id);
  await listAgents(actor);
  collect();

  expect([...scanned]).toEqual(expect.arrayContaining([...BY_SECRET.slice(0, 1), "conversations_words"]));
  expect(Object.fromEntries(unfiltered)).toEqual({});
});
