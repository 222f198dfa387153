import type { Client } from "pg";
import { sortKey } from "@/lib/core/name-order";
import { FILLED, type Sizes } from "./sizes";

/** Keys per workspace, except for the full one. */
const KEYS_PER_WORKSPACE = 450;

/** The secret of the n-th key. No client can present it, but lookups by its hash work. */
export const keySecret = (n: number): string => `bench-key-${n}`;

/** Inserts workspaces with two agents each: the full one first, then as many as the keys need. */
export async function fillWorkspaces(client: Client, { keys, keysOfOne }: Sizes): Promise<void> {
  const others = Math.ceil((keys - keysOfOne) / KEYS_PER_WORKSPACE);
  await client.query(
    `insert into workspaces (id, slug, name)
     select 'ws-' || lpad(to_hex(w), 8, '0'), case w when 1 then $2 else 'bench-' || w end, 'Workspace ' || w
     from generate_series(1, 1 + $1::int) w`,
    [others, FILLED.slug],
  );
  await client.query(
    `insert into agents (workspace_id, id, slug, name, all_metrics, transcript, configuration_version, created_at)
     select 'ws-' || lpad(to_hex(w), 8, '0'),
       'PROJECT-' || case w when 1 then 'FULL' else lpad(upper(to_hex(w % 65536)), 4, '0') end || lpad(a::text, 4, '0'),
       case a when 0 then 'front-desk' else 'night-desk' end, case a when 0 then 'Front desk' else 'Night desk' end,
       true, true, 2, date_trunc('day', now())
     from generate_series(1, 1 + $1::int) w, generate_series(0, 1) a`,
    [others],
  );
}

/**
 * Inserts keys: first those of the full workspace, then those of the others. Every state, permission and scope occurs in
 * every workspace, some of them rarely; names share words.
 */
export async function fillKeys(client: Client, { keys, keysOfOne }: Sizes): Promise<void> {
  await client.query(
    `insert into api_keys (workspace_id, id, name, secret_hash, secret_start, secret_end, all_agents, permissions,
       created_by_id, created_by_name, created_at, expires_at, last_used_minute)
     select 'ws-' || lpad(to_hex(w), 8, '0'), 'key_' || lpad(to_hex(n), 24, '0'),
       (array['Billing','Reporting','Night audit','CRM','Warehouse','Dashboard','Partner','Test'])[1 + h % 8]
         || ' ' || (array['import','export','sync','bridge','mirror'])[1 + h / 8 % 5] || ' ' || lpad(n::text, 7, '0'),
       sha256(convert_to('bench-key-' || n, 'UTF8')), left(translate(encode(sha256(int8send(h)), 'base64'), '+/=', 'xyz'), 4),
       right(translate(encode(sha256(int8send(n)), 'base64'), '+/=', 'xyz'), 4), h % 10 < 3,
       case when h % 1000 = 0 then '{external_events}' when h % 20 = 1 then '{conversations,handoff}'
         when h % 50 = 2 then '{handoff}' else '{conversations}' end::text[],
       null, 'Ada Lovelace', now() - (n * 35 || ' seconds')::interval,
       date_trunc('milliseconds', case when h % 10 = 3 then now() - (h % 300 + 1 || ' days')::interval
         when h % 500 = 4 then now() + (h % 14 || ' days 1 hour')::interval
         else now() + (20 + h % 700 || ' days')::interval + (n || ' milliseconds')::interval end),
       case when h % 5 < 3 then date_trunc('minute', now() - (h % 4000000 || ' seconds')::interval) else '-infinity' end
     from (select n, n * 2654435761 % 4294967296 as h, case when n <= $2 then 1 else 2 + (n - $2 - 1) / ${KEYS_PER_WORKSPACE} end as w
       from generate_series(1::bigint, $1::bigint) n) numbered`,
    [keys, keysOfOne],
  );
  await fillSortKeys(client);
  await client.query(`
    insert into api_key_agents (workspace_id, key_id, agent_id)
    select k.workspace_id, k.id, a.id from api_keys k join agents a on a.workspace_id = k.workspace_id
    where not k.all_agents and (right(a.id, 1) = '0') = (get_byte(k.secret_hash, 0) > 2)`);
  await client.query(`
    insert into api_key_usage (workspace_id, key_id, last_used_at, last_path, last_address, last_success_at,
      last_success_path, last_success_address)
    select workspace_id, id, at, '/v3/conversations', '192.0.2.7', at, '/v3/conversations', '192.0.2.7'
    from (select workspace_id, id, last_used_minute + interval '17.25 seconds' as at from api_keys
      where last_used_minute > '-infinity') used`);
}

/** The keys of the names, as the server writes them. */
async function fillSortKeys(client: Client): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>("select id, name from api_keys");
  await client.query(
    `update api_keys set sort_key = listed.sort_key
     from unnest($1::text[], $2::text[]) as listed (id, sort_key) where api_keys.id = listed.id`,
    [rows.map(({ id }) => id), rows.map(({ name }) => sortKey(name))],
  );
}
