/**
 * SQL for a conversation `c` as the v3 API returns it, with the response configuration of its agent `a`. Stored JSON is
 * returned as text without being parsed.
 */
export const conversationJson = (includeLatency: boolean) => `(select row_to_json(r)::text from (select
    c.id, c.workspace_id as account_id, c.agent_id as project_id, c.variant_id, c.variant_name, c.environment,
    to_char(c.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as started_at,
    c.channel, c.from_number, c.to_number, c.in_progress, c.num_turns, c.total_duration, c.polyai_duration,
    c.handoff, c.handoff_reason, c.handoff_destination, c.num_silences, c.num_ood,
    case when a.all_metrics then c.metrics when cardinality(a.chosen_metrics) = 0 then '{}'::json else
      (select coalesce(json_object_agg(m.key, m.value), '{}'::json) from json_each(c.metrics) m
       where m.key = any(a.chosen_metrics)) end as metrics,
    c.state,
    case when not a.transcript then '[]'::json else ${includeLatency ? TURNS_WITH_LATENCY : "c.turns"} end as turns
  ) r)`;

/** The turns, each with its latency, if it has one, as the last member. */
const TURNS_WITH_LATENCY = `(
    select ('[' || coalesce(string_agg(case when l.value::text = 'null' then t.value::text
      else left(t.value::text, -1) || ',"latency":' || l.value::text || '}' end, ',' order by t.place), '') || ']')::json
    from json_array_elements(c.turns) with ordinality as t(value, place)
    join json_array_elements(c.latencies) with ordinality as l(value, place) on l.place = t.place)`;
