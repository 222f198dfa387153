import { type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";

/** A conversation ready to be stored: JSON as text, the hash of all of it. */
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
  /** JSON lists of texts: what the search reads. */
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
// unnest() would flatten lists of lists, so these travel as JSON.
const columnValues = sql.raw(
  COLUMNS.map(([column]) =>
    column.endsWith("words") ? `array(select json_array_elements_text(told.${column}))` : `told.${column}`,
  ).join(", "),
);
// What a runtime wrote before, and when, no longer holds once a line says otherwise.
const assignments = sql.raw(
  COLUMNS.filter(([column]) => column !== "id")
    .map(([column]) => `${column} = excluded.${column}`)
    .concat("metric_times = excluded.metric_times")
    .join(", "),
);

/**
 * Stores conversations of one agent: new ones are inserted, changed ones replaced, equal ones left alone, and those that
 * would get another start as well. No id may come twice in one call.
 * @returns which ids were inserted and which replaced; the rest were equal, or are in `selectMovedStarts`
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
    select ${workspaceId}, ${agentId}, ${columnValues} from unnest(${sql.join(arrays, sql`, `)}) as told(${columnNames})
    -- In one order, or two imports of the same conversations could each wait for what the other has stored already.
    order by told.id
    on conflict (workspace_id, agent_id, id) do update set ${assignments}
      where stored.content_hash is distinct from excluded.content_hash and stored.started_at = excluded.started_at
    returning id, (xmax = 0) as inserted`);
  return result.rows;
}

/** An array of values as one parameter; the value of a single row as it is, because pg copies each text of an array twice. */
const arrayOf = (values: unknown[], type: string): SQL =>
  values.length === 1 ? sql`array[${sql.param(values[0])}::${sql.raw(type)}]` : sql`${sql.param(values)}`;

/**
 * Those of the given conversations that are stored with another start, which is final: it is never updated, so this holds
 * after `upsertConversations` in the same transaction whatever others write.
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
      as told (id, started_at)
    join conversations c on c.workspace_id = ${workspaceId} and c.agent_id = ${agentId} and c.id = told.id
    where c.started_at <> told.started_at`);
  return result.rows;
}

/** Remembers that an agent's conversations hold metrics of these names, however many. */
export async function insertMetricNames(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  metricNames: string[],
): Promise<void> {
  if (metricNames.length === 0) return;
  // In one order, or two transactions could each wait for a name that the other has stored already.
  await tx.execute(sql`
    insert into agent_metrics (workspace_id, agent_id, name)
    select ${workspaceId}, ${agentId}, told.name from unnest(${sql.param(metricNames)}::text[]) as told (name)
    order by told.name on conflict do nothing`);
}

/** How many conversations an agent has. Counts them: for the sample's test and the command line, not for a page. */
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
