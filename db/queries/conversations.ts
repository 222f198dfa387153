import { type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";

/** A conversation in the form that is stored: JSON as text, and a hash of its content. */
export interface ConversationRow {
  id: string;
  variantId: string;
  variantName: string;
  environment: string;
  startedAt: string;
  channel: string;
  fromNumber: string;
  toNumber: string;
  inProgress: boolean;
  numTurns: number;
  totalDuration: number;
  polyaiDuration: number;
  handoff: boolean;
  handoffReason: string;
  handoffDestination: string;
  numSilences: number;
  numOod: number;
  /** JSON texts. */
  metrics: string;
  state: string;
  turns: string;
  latencies: string;
  /** JSON arrays of texts for the search. */
  userWords: string;
  agentWords: string;
  words: string;
  contentHash: string;
}

const COLUMNS = [
  ["id", "id", "text"],
  ["variant_id", "variantId", "text"],
  ["variant_name", "variantName", "text"],
  ["environment", "environment", "text"],
  ["started_at", "startedAt", "timestamptz"],
  ["channel", "channel", "text"],
  ["from_number", "fromNumber", "text"],
  ["to_number", "toNumber", "text"],
  ["in_progress", "inProgress", "boolean"],
  ["num_turns", "numTurns", "int"],
  ["total_duration", "totalDuration", "int"],
  ["polyai_duration", "polyaiDuration", "int"],
  ["handoff", "handoff", "boolean"],
  ["handoff_reason", "handoffReason", "text"],
  ["handoff_destination", "handoffDestination", "text"],
  ["num_silences", "numSilences", "int"],
  ["num_ood", "numOod", "int"],
  ["metrics", "metrics", "json"],
  ["state", "state", "json"],
  ["turns", "turns", "json"],
  ["latencies", "latencies", "json"],
  ["user_words", "userWords", "json"],
  ["agent_words", "agentWords", "json"],
  ["words", "words", "json"],
  ["content_hash", "contentHash", "text"],
] as const satisfies readonly (readonly [string, keyof ConversationRow, string])[];

const columnNames = sql.raw(COLUMNS.map(([column]) => column).join(", "));
// unnest() would flatten nested arrays, so these are sent as JSON.
const columnValues = sql.raw(
  COLUMNS.map(([column]) =>
    column.endsWith("words")
      ? `array(select json_array_elements_text(incoming.${column}))`
      : `incoming.${column}`,
  ).join(", "),
);
// An import replaces what a runtime wrote, including the times of metrics.
const assignments = sql.raw(
  COLUMNS.filter(([column]) => column !== "id")
    .map(([column]) => `${column} = excluded.${column}`)
    .concat("metric_times = excluded.metric_times")
    .join(", "),
);

/**
 * Stores conversations of one agent: inserts new ones, replaces changed ones, and leaves equal ones unchanged, as well as those
 * whose start would change. An ID must not occur twice in one call.
 * @returns the inserted and replaced IDs; the others were equal, or `selectChangedStartTimes` returns them
 */
export async function upsertConversations(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  rows: ConversationRow[],
): Promise<{ id: string; inserted: boolean }[]> {
  const arrays = COLUMNS.map(
    ([, field, type]) =>
      sql`${arrayOf(
        rows.map((row) => row[field]),
        type,
      )}::${sql.raw(`${type}[]`)}`,
  );
  const result = await tx.execute<{ id: string; inserted: boolean }>(sql`
    insert into conversations as stored (workspace_id, agent_id, ${columnNames})
    select ${workspaceId}, ${agentId}, ${columnValues} from unnest(${sql.join(arrays, sql`, `)}) as incoming(${columnNames})
    -- In a fixed order, so that two imports of the same conversations cannot deadlock.
    order by incoming.id collate "C"
    on conflict (workspace_id, agent_id, id) do update set ${assignments}
      where stored.content_hash is distinct from excluded.content_hash and stored.started_at = excluded.started_at
    returning id, (xmax = 0) as inserted`);
  return result.rows;
}

/** An array of values as one parameter. A single value is sent without an array, because pg copies each text of an array twice. */
const arrayOf = (values: unknown[], type: string): SQL =>
  values.length === 1 ? sql`array[${sql.param(values[0])}::${sql.raw(type)}]` : sql`${sql.param(values)}`;

/**
 * The conversations that are stored with a different start. A start never changes, so the result stays valid after
 * `upsertConversations` in the same transaction, whatever other transactions write.
 */
export async function selectChangedStartTimes(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  rows: Pick<ConversationRow, "id" | "startedAt">[],
): Promise<{ id: string; startedAt: string }[]> {
  const result = await tx.execute<{ id: string; startedAt: string }>(sql`
    select c.id, to_char(c.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startedAt"
    from unnest(${sql.param(rows.map(({ id }) => id))}::text[], ${sql.param(rows.map(({ startedAt }) => startedAt))}::timestamptz[])
      as incoming (id, started_at)
    join conversations c on c.workspace_id = ${workspaceId} and c.agent_id = ${agentId} and c.id = incoming.id
    where c.started_at <> incoming.started_at`);
  return result.rows;
}

/** Records the names of metrics that occur in an agent's conversations. */
export async function insertMetricNames(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  metricNames: string[],
): Promise<void> {
  if (metricNames.length === 0) return;
  // In a fixed order, so that two transactions cannot deadlock.
  await tx.execute(sql`
    insert into agent_metrics (workspace_id, agent_id, name)
    select ${workspaceId}, ${agentId}, incoming.name from unnest(${sql.param(metricNames)}::text[]) as incoming (name)
    order by incoming.name on conflict do nothing`);
}

/** Counts an agent's conversations row by row: for tests and the command line, too slow for a page. */
export async function countConversations(
  db: Executor,
  workspaceId: string,
  agentId: string,
): Promise<number> {
  const result = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from conversations where workspace_id = ${workspaceId} and agent_id = ${agentId}`,
  );
  return result.rows[0]?.count ?? 0;
}
