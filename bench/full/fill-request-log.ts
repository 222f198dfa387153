import type { Client } from "pg";
import { FILLED } from "./sizes";

const DAYS = 30;

/**
 * Inserts the request log of the thirty days before today, in a partition for each day, and its aggregates. Two fifths of the
 * rows belong to the busy key, the rest to a hundred others of the workspace. Some endpoints and statuses are rare or old.
 */
export async function fillRequestLog(client: Client, requests: number): Promise<void> {
  const { rows } = await client.query<{ day: string; next: string; name: string }>(`
    select day::text, (day + 1)::text as next, 'api_requests_' || to_char(day, 'YYYYMMDD') as name
    from generate_series(current_date - ${DAYS}, current_date - 1, interval '1 day') d, lateral (select d::date as day) t
    order by 1`);
  for (const { day, next, name } of rows) {
    await client.query(
      `create table if not exists ${name} partition of api_requests for values from ('${day}T00:00:00Z') to ('${next}T00:00:00Z')`,
    );
    await client.query(INSERT_SQL, [FILLED.workspace, day, Math.round(requests / DAYS), rows[0]?.day]);
  }
  await client.query(
    `insert into api_request_counts (workspace_id, key_id, hour, endpoint, status_class, requests)
     select workspace_id, key_id, date_bin('15 minutes', at, '2000-01-01Z'), endpoint, status / 100, count(*)
     from api_requests where workspace_id = $1 group by 1, 2, 3, 4, 5`,
    [FILLED.workspace],
  );
  await client.query(
    `insert into api_key_addresses (workspace_id, key_id, address, first_used_at, last_used_at, requests)
     select workspace_id, key_id, address, min(at), max(at), count(*)
     from api_requests where workspace_id = $1 group by 1, 2, 3`,
    [FILLED.workspace],
  );
  await client.query(
    `with latest as (select distinct on (key_id, status < 400) key_id, at, path, address, status
       from api_requests where workspace_id = $1 order by key_id, status < 400, at desc, id desc),
     uses as (select last.key_id, last.at, last.path, last.address, s.at as success_at, s.path as success_path,
         s.address as success_address, r.at as refusal_at, r.path as refusal_path, r.address as refusal_address, r.status
       from (select distinct on (key_id) * from latest order by key_id, at desc) last
       left join latest s on s.key_id = last.key_id and s.status < 400
       left join latest r on r.key_id = last.key_id and r.status >= 400),
     noted as (
       insert into api_key_usage as known (workspace_id, key_id, last_used_at, last_path, last_address, last_success_at,
         last_success_path, last_success_address, last_refusal_at, last_refusal_path, last_refusal_address,
         last_refusal_status)
       select $1, uses.* from uses
       on conflict (workspace_id, key_id) do update set last_used_at = excluded.last_used_at,
         last_path = excluded.last_path, last_address = excluded.last_address,
         last_success_at = excluded.last_success_at, last_success_path = excluded.last_success_path,
         last_success_address = excluded.last_success_address, last_refusal_at = excluded.last_refusal_at,
         last_refusal_path = excluded.last_refusal_path, last_refusal_address = excluded.last_refusal_address,
         last_refusal_status = excluded.last_refusal_status)
     update api_keys k set last_used_minute = date_trunc('minute', coalesce(uses.success_at, '-infinity')) from uses
     where k.workspace_id = $1 and k.id = uses.key_id`,
    [FILLED.workspace],
  );
}

// $1 workspace, $2 day, $3 number of rows, $4 the first day. In the order of the primary key, which is the fastest.
const INSERT_SQL = `
insert into api_requests (workspace_id, key_id, at, id, endpoint, method, path, status, duration_ms, correlation_id, address)
select $1, key_id, at, id, endpoint, case endpoint when 'receiveExternalEvent' then 'POST' else 'GET' end,
  case endpoint when 'listConversations' then '/v3/full/front-desk/conversations'
    when 'listConversationsOfKey' then '/v3/conversations'
    when 'listAgentConversations' then '/v1/agents/front-desk/conversations'
    when 'getConversation' then '/v1/agents/front-desk/conversations/CA' || lpad(to_hex(n), 12, '0')
    when 'getRecording' then '/v1/agents/front-desk/conversations/CA' || lpad(to_hex(n), 12, '0') || '/audio'
    when 'getHandoffState' then '/v1/full/front-desk/handoff_state' else '/v1/external-events/webhook' end,
  status, (h % 90)::int + 2, gen_random_uuid()::text, '192.0.2.' || h % 60
from (
  select n, h, $2::date::timestamp at time zone 'utc' + date_trunc('milliseconds', (n - 0.5) * (interval '1 day' / $3::int)) as at,
    h * 32768 + n % 32768 as id,
    'key_' || lpad(to_hex(case when h % 5 < 2 then 1 else 3 + h / 5 % 100 end), 24, '0') as key_id,
    case when h / 500 % 100 < 60 then 'listConversations' when h / 500 % 100 < 80 then 'getHandoffState'
      when h / 500 % 100 < 90 then 'receiveExternalEvent' when h / 500 % 100 < 95 then 'getConversation'
      when h / 500 % 100 < 98 then 'listAgentConversations' when $2::date = $4::date then 'getRecording'
      else 'listConversationsOfKey' end as endpoint,
    case when $2::date = $4::date and h / 50000 % 500 = 0 then 500 when h / 50000 % 100 < 95 then 200
      when h / 50000 % 100 < 97 then 404 else 429 end as status
  from (select n, n * 2654435761 % 4294967296 as h from generate_series(1::bigint, $3::bigint) n) numbered
) made
order by key_id, at, id`;
