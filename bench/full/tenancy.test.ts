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

// A deployment too large for one machine is parted by workspace: whatever is hot must say whose rows it wants.

const call = setupApiClient();
let plans: () => StatementStats[];

beforeAll(async () => {
  const { host, port, user, password, database } = dedicatedClient();
  await closeDatabase();
  // Plans in which each table is looked up by its own conditions, not read and compared with another afterwards.
  const options = `${AUTO_EXPLAIN_OPTIONS} -c enable_hashjoin=off -c enable_mergejoin=off -c enable_seqscan=off`;
  openDatabase({ host, port, user, password, database, options }, () => {});
  plans = capturePlans(pool());
});

/** What belongs to no workspace: people, who may be in several, and the installation. */
const GLOBAL_TABLES = [
  ...["accounts", "installation", "one_time_links", "sessions", "throttles", "users", "verifications"],
  "workspaces",
];
/** Found from a secret alone, which says nothing of the workspace: the index is small and is what is looked up first. */
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
  // More than a search examines before it asks the index of words.
  const said = [{ user_input: "please" }];
  await seedConversations(
    actor,
    agent.id,
    Array.from({ length: 202 }, (_, n) => ({ id: `CA${n}`, turns: said })),
  );
  const { key, secret } = await makeKey(actor);
  const narrow = await makeKey(actor, { agents: [agent.id] });
  await seedRequestLog(actor, key.id, [{}]);

  const unbound = new Map<string, string>();
  const heard = new Set<string>();
  const listen = () => {
    for (const { text, scans } of plans()) {
      for (const { what, where } of scans) {
        heard.add(what.replace(/^.* /, ""));
        if (/workspace_id/.test(where) || BY_SECRET.some((index) => what.endsWith(index))) continue;
        // A bitmap's parts are held against the workspace when their rows are read.
        if (
          what.startsWith("Bitmap Index Scan") ||
          GLOBAL_TABLES.some((table) => what.includes(` ${table} `))
        )
          continue;
        unbound.set(what, text);
      }
    }
  };
  plans();
  const of = `/v3/${actor.slug}/${agent.slug}/conversations`;
  // Of the filters' three hundred combinations those in which each value is beside each other: conditions are added up.
  const filtered = filterCombinations().filter((_, n) => n % 7 === 0);
  for (const query of [...filtered, ...searchCombinations(), ...sampleCombinations()]) {
    for (const path of [of, "/v3/conversations"]) {
      for (const presented of path === of ? [secret] : [secret, narrow.secret])
        expect((await call(`${path}?limit=5&${query}`, { key: presented })).status).toBe(200);
    }
    listen();
  }
  const v1 = `/v1/agents/${agent.slug}/conversations`;
  for (const path of [
    `${of}?limit=500`,
    v1,
    `${v1}/CA1`,
    `/v1/${actor.slug}/${agent.slug}/handoff_state?id=CA1`,
  ])
    await call(path, { key: secret });
  await call(`/v1/external-events/webhook?account_id=${actor.slug}&project_id=${agent.slug}`, {
    ...{ key: secret, method: "POST", body: "{}", headers: { "content-type": "application/json" } },
  });
  listen();

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
  listen();

  expect([...heard]).toEqual(expect.arrayContaining([...BY_SECRET.slice(0, 1), "conversations_words"]));
  expect(Object.fromEntries(unbound)).toEqual({});
});
