import type { Client } from "pg";
import { dialogues, PLACEHOLDERS } from "./dialogues";
import { FILLED } from "./sizes";

const DIALOGUES = 2000;
/** Conversations per statement. */
const BATCH_SIZE = 50_000;
const DAYS = 300;

/**
 * Generates the full agent's conversations in SQL, exactly as the import stores them, including the hash, so that
 * importing one of them again changes nothing. Keeps existing conversations and adds missing ones.
 *
 * Every filter has values that most conversations have, and values that only the oldest, only the newest or none have.
 */
export async function fillConversations(client: Client, count: number): Promise<void> {
  await client.query(`
    create temporary table dialogues (n int primary key, topic text, turns text, latencies text, user_words text,
      agent_words text, words text, silences int, ood int)`);
  const all = [...dialogues(DIALOGUES)];
  const column = (field: keyof (typeof all)[number]) => all.map((dialogue) => dialogue[field]);
  await client.query(
    `insert into dialogues select row_number() over () - 1, * from unnest($1::text[], $2::text[], $3::text[], $4::text[],
      $5::text[], $6::text[], $7::int[], $8::int[])`,
    [
      ...[column("topic"), column("turns"), column("latencies"), column("userWords"), column("agentWords")],
      ...[column("words"), column("silences"), column("outOfDomain")],
    ],
  );
  await client.query("analyze dialogues");
  for (let from = 1; from <= count; from += BATCH_SIZE) {
    await client.query(INSERT_SQL, [
      ...[FILLED.workspace, FILLED.agent, from, Math.min(count, from + BATCH_SIZE - 1), count],
    ]);
  }
  await client.query(
    `insert into agent_metrics (workspace_id, agent_id, name)
     select $1, $2, unnest(array['CALL_COMPLETED', 'CALL_IN_PROGRESS', 'TOPIC', 'MOOD']) on conflict do nothing`,
    [FILLED.workspace, FILLED.agent],
  );
  await client.query("drop table dialogues");
}

// $1 workspace, $2 agent, $3 to $4 the range of numbers, $5 the total.
// The multiplication scatters numbers (Knuth), so that neighbors differ and every fill is the same. "offset 0" keeps the
// planner from inlining an expression wherever it is used: each text would be computed five times.
const INSERT_SQL = `
with numbers as (
  select n, n * 2654435761 % 4294967296 as h, $5::bigint as total,
    (select created_at from agents where workspace_id = $1 and id = $2) - interval '${DAYS} days' as origin
  from generate_series($3::bigint, $4::bigint) as n
  where not exists (select from conversations c
    where c.workspace_id = $1 and c.agent_id = $2 and c.id = 'CA' || lpad(to_hex(n), 12, '0'))
), facts as (
  select n, h, 'CA' || lpad(to_hex(n), 12, '0') as id,
    date_trunc('milliseconds', origin + n * (interval '${DAYS} days' / total)) as started_at,
    case when h % 200 = 0 then 'sandbox' when h % 25 = 1 then 'pre-release' else 'live' end as environment,
    -- The second variant speaks only: no chat of it exists.
    case when total - n < total / 2000 then 'v3' when h % 10 < 4 then 'v2' else 'v1' end as variant,
    case when n <= total / 5000 then 'SMS' when total - n < total / 5000 then 'FAX'
      when h / 10 % 10 < 7 then 'VOICE-SIP' when h % 10 < 4 or h / 10 % 10 < 9 then 'VOICE-TWILIO' else 'WEBCHAT' end as channel,
    total - n < 200 or n % 250000 = 7 as in_progress,
    'h' || lpad(n::text, 7, '0') as reference,
    (array['amble','brack','crow','dun','elm','fern','glen','holt','ivel','kirk'])[1 + h / 1000 % 10]
      || (array['worth','ham','ton','by','ford','stead','wick','combe','ley','mouth'])[1 + h / 10000 % 10]
      || (h / 100000 % 100) as town
  from numbers offset 0
), exchanges as (
  select f.*, d.topic, d.latencies, d.silences, d.ood, f.variant = 'v2' and h % 7 = 0 as handoff,
    replace(replace(replace(d.turns, '${PLACEHOLDERS.reference}', reference), '${PLACEHOLDERS.town}', town),
      '${PLACEHOLDERS.day}', to_char(started_at, 'YYYY-MM-DD')) as turns,
    string_to_array(replace(replace(d.user_words, '${PLACEHOLDERS.reference}', reference), '${PLACEHOLDERS.town}', town), '|') as user_words,
    string_to_array(replace(d.agent_words, '${PLACEHOLDERS.reference}', reference), '|') as agent_words,
    string_to_array(replace(replace(d.words, '${PLACEHOLDERS.reference}', reference), '${PLACEHOLDERS.town}', town), '|') as words
  from facts f join dialogues d on d.n = f.h / 7 % ${DIALOGUES} offset 0
), stored as (
  select $1 as workspace_id, $2 as agent_id, id, variant as variant_id,
    case variant when 'v1' then 'Main' when 'v2' then 'Trial' else 'New greeting' end as variant_name,
    environment, started_at, channel, '+4477009' || lpad((h % 100000)::text, 5, '0') as from_number,
    '+441632960001' as to_number, in_progress, 10 as num_turns,
    case when in_progress then 0 else 55 + (h % 200)::int end as total_duration,
    case when in_progress then 0 else 50 + (h % 200)::int end as polyai_duration,
    handoff, case when handoff then 'Asked for a person' else '' end as handoff_reason,
    case when handoff then 'reception' else '' end as handoff_destination, silences as num_silences, ood as num_ood,
    '{"' || case when in_progress then 'CALL_IN_PROGRESS' else 'CALL_COMPLETED' end || '":"true","TOPIC":"' || topic
      || '"' || case when h % 5 < 3 then ',"MOOD":["glad","neutral"]' else '' end || '}' as metrics,
    '{"booking":"' || reference || '","guest":{"town":"' || town || '","returning":' || (h % 3 = 0)::text || '}}' as state,
    turns, latencies, user_words, agent_words, words
  from exchanges offset 0
)
insert into conversations (workspace_id, agent_id, id, variant_id, variant_name, environment, started_at, channel,
  from_number, to_number, in_progress, num_turns, total_duration, polyai_duration, handoff, handoff_reason,
  handoff_destination, num_silences, num_ood, metrics, state, turns, latencies, user_words, agent_words, words,
  content_hash, created_at)
select workspace_id, agent_id, id, variant_id, variant_name, environment, started_at, channel, from_number, to_number,
  in_progress, num_turns, total_duration, polyai_duration, handoff, handoff_reason, handoff_destination, num_silences,
  num_ood, metrics::json, state::json, turns::json, latencies::json, user_words, agent_words, words,
  -- As toStored() has it: SHA-256 over the JSON of all of it.
  rtrim(translate(encode(sha256(convert_to('{"id":"' || id || '","variantId":"' || variant_id || '","variantName":"' || variant_name
    || '","environment":"' || environment || '","startedAt":"'
    || to_char(started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","channel":"' || channel
    || '","fromNumber":"' || from_number || '","toNumber":"' || to_number || '","inProgress":' || in_progress::text
    || ',"numTurns":' || num_turns || ',"totalDuration":' || total_duration || ',"polyaiDuration":' || polyai_duration
    || ',"handoff":' || handoff::text || ',"handoffReason":"' || handoff_reason || '","handoffDestination":"'
    || handoff_destination || '","numSilences":' || num_silences || ',"numOod":' || num_ood
    || ',"metrics":' || to_json(metrics)::text || ',"state":' || to_json(state)::text
    || ',"turns":' || to_json(turns)::text || ',"latencies":' || to_json(latencies)::text
    || ',"userWords":' || to_json(array_to_json(user_words)::text)::text
    || ',"agentWords":' || to_json(array_to_json(agent_words)::text)::text
    || ',"words":' || to_json(array_to_json(words)::text)::text || '}', 'UTF8')), 'base64'), '+/', '-_'), '='), started_at
from stored`;
