import type { Client } from "pg";
import { fillConversations } from "./fill-conversations";
import { fillKeys, fillWorkspaces } from "./fill-keys";
import { fillRequestLog } from "./fill-request-log";
import type { Sizes } from "./sizes";

/** Created again after the rows: inserting into the word index row by row would take longer than everything else. */
const DEFERRED_INDEXES = [
  "conversations_words",
  "api_keys_name",
  "api_keys_by_created",
  "api_keys_by_sort_key",
  "api_keys_by_expires",
  "api_keys_by_used",
  "api_keys_sort_key_parts",
  "api_key_agents_agent_keys",
];

/**
 * Fills an empty, migrated database.
 * @param client connected, without a statement timeout
 * @param report receives the size and duration of each part
 */
export async function fill(client: Client, sizes: Sizes, report: (message: string) => void): Promise<void> {
  const timed = async (what: string, work: () => Promise<unknown>) => {
    const startedAt = Date.now();
    await work();
    report(`${what}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  };
  await client.query("set timezone = 'utc'");
  // The fill can be repeated after a crash; the server itself keeps its durable settings.
  await client.query("set synchronous_commit = off");
  await client.query("set maintenance_work_mem = '512MB'");
  await client.query("set work_mem = '256MB'");
  const { rows } = await client.query<{ name: string; definition: string }>(
    "select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public' and indexname = any($1)",
    [DEFERRED_INDEXES],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await timed("workspaces and agents", () => fillWorkspaces(client, sizes));
  await timed(`${sizes.keys} keys`, () => fillKeys(client, sizes));
  await timed(`${sizes.requests} rows of the request log`, () => fillRequestLog(client, sizes.requests));
  await timed(`${sizes.conversations} conversations`, () => fillConversations(client, sizes.conversations));
  for (const { name, definition } of rows) await timed(`index ${name}`, () => client.query(definition));
  await timed("vacuum and analyze", () => client.query("vacuum (analyze)"));
  await reportSizes(client, report);
}

async function reportSizes(client: Client, report: (message: string) => void): Promise<void> {
  const { rows } = await client.query<{ name: string; rows: string; data: string; indexes: string }>(`
    select case when relname like 'api_requests%' then 'api_requests' else relname end as name,
      sum(n_live_tup)::text as rows, pg_size_pretty(sum(pg_table_size(relid))) as data,
      pg_size_pretty(sum(pg_indexes_size(relid))) as indexes
    from pg_stat_user_tables group by 1 having sum(pg_total_relation_size(relid)) > 1000000 order by 1`);
  for (const row of rows) report(`${row.name}: ${row.rows} rows, ${row.data} and ${row.indexes} of indexes`);
}
