import { pool } from "../client/client";
import { ACCESS_COLUMN, ACCESS_GRANTED, accessCte, type KeyAccess, parseAccess } from "./key-access-sql";

// The paths of the camelCase endpoints name only the agent; the workspace ($2, null) is that of the key.

const isoTimestamp = (column: string) =>
  `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The fields of both the list and a single conversation. Empty texts become null, and so do fields without a source. */
const SUMMARY = `c.id as "conversationId", c.workspace_id as "accountId", c.agent_id as "projectId",
  ${isoTimestamp("c.created_at")} as "createdAt", ${isoTimestamp("c.started_at")} as "startedAt", ${isoTimestamp("c.finished_at")} as "finishedAt",
  c.channel, nullif(c.from_number, '') as "fromNumber", nullif(c.to_number, '') as "toNumber", c.language,
  nullif(c.variant_id, '') as "variantId", c.environment as "clientEnv", c.total_duration as "totalDuration",
  c.polyai_duration as "polyaiDuration", c.total_duration as duration, c.in_progress as "inProgress", c.handoff,
  nullif(c.handoff_destination, '') as "handoffDestination", nullif(c.handoff_reason, '') as "handoffReason",
  c.direction, '[]'::json as tags, null::float as "polyScore", null::json as "shortSummary",
  null::text as "deploymentId", null::text as note, null::text as "audioUrl"`;

/** The turns as in v3, but with the latency as an object; depends on the configuration of the agent in `access a`. */
const TURNS = `case when not a.transcript then '[]'::json else (
    select ('[' || coalesce(string_agg(left(t.value::text, -1) || ',"latency":' || case when l.value::text = 'null'
      then 'null' else '{"label":null,"perceived_latency":' || l.value::text || ',"perceived_latency_percentile_1d":null}' end
      || '}', ',' order by t.place), '') || ']')::json
    from json_array_elements(c.turns) with ordinality as t(value, place)
    join json_array_elements(c.latencies) with ordinality as l(value, place) on l.place = t.place) end`;

/** Each permitted metric as the list of its writes, with their times if known. */
const METRICS = `(select coalesce(json_object_agg(m.key, (
      select json_agg(json_build_object('value', v.value, 'timestamp', c.metric_times -> m.key -> (v.place - 1)::int) order by v.place)
      from json_array_elements(case when json_typeof(m.value) = 'array' then m.value else json_build_array(m.value) end)
        with ordinality as v(value, place))), '{}'::json)
    from json_each(c.metrics) m where a.all_metrics or m.key = any(a.chosen_metrics))`;

/**
 * A key's access, a page of the agent's conversations, newest first, and their total number, in one round trip.
 * @param page null selects only the access
 * @returns undefined if the key is unknown, deleted or expired
 */
export async function selectAgentConversations(
  secretHash: Buffer,
  agent: string,
  page: { limit: number; offset: number } | null,
): Promise<{ access: KeyAccess; count: number; conversations: string } | undefined> {
  const { rows } = await pool().query<{ access: string; count: string; conversations: string }>({
    name: "agent-conversations",
    text: `with ${accessCte("conversations")}
      select ${ACCESS_COLUMN} as access,
        case when $4::int is not null then (select coalesce(sum(n.conversations), 0) from conversation_counts n
          where ${ACCESS_GRANTED} and n.workspace_id = a.workspace_id and n.agent_id = a.agent_id) end as count,
        (select '[' || coalesce(string_agg(p.json, ',' order by p.place), '') || ']' from (
          select row_number() over () as place, (select row_to_json(r)::text from (select ${SUMMARY}) r) as json
          from (select * from conversations c
            where ${ACCESS_GRANTED} and c.workspace_id = a.workspace_id and c.agent_id = a.agent_id
            order by c.started_at desc, c.id desc limit coalesce($4::int, 0) offset $5::int) c) p) as conversations
      from access a`,
    values: [secretHash, null, agent, page?.limit ?? null, page?.offset ?? 0],
  });
  const [row] = rows;
  return (
    row && {
      access: parseAccess(row.access, agent),
      count: Number(row.count),
      conversations: row.conversations,
    }
  );
}

/**
 * A key's access and one conversation as JSON text, or null if the agent has no conversation with that ID.
 * @returns undefined if the key is unknown, deleted or expired
 */
export async function selectConversation(
  secretHash: Buffer,
  agent: string,
  id: string,
): Promise<{ access: KeyAccess; conversation: string | null } | undefined> {
  const { rows } = await pool().query<{ access: string; conversation: string | null }>({
    name: "one-conversation",
    text: `with ${accessCte("conversations")}
      select ${ACCESS_COLUMN} as access, (select (select row_to_json(r)::text from (select ${SUMMARY},
          ${TURNS} as turns, ${METRICS} as metrics, null::json as "functionEvents") r)
        from conversations c
        where ${ACCESS_GRANTED} and c.workspace_id = a.workspace_id and c.agent_id = a.agent_id and c.id = $4) as conversation
      from access a`,
    values: [secretHash, null, agent, id],
  });
  const [row] = rows;
  return row && { access: parseAccess(row.access, agent), conversation: row.conversation };
}
