import { sql } from "drizzle-orm";
import type { Executor } from "../client/client";

export interface ConversationRef {
  workspaceId: string;
  agentId: string;
  id: string;
}

export interface StoredTurns extends ConversationRef {
  /** JSON text; null if the text does not match the pattern. */
  turns: string | null;
  /** Changes with every write of the row. */
  rowVersion: string;
  userWords: string[];
  agentWords: string[];
}

/**
 * The next conversations of all workspaces, ordered by their primary key.
 * @param pattern a regular expression; the turns and words of other conversations are not returned
 */
export async function selectTurnsAfter(
  db: Executor,
  after: ConversationRef | undefined,
  limit: number,
  pattern: string,
): Promise<StoredTurns[]> {
  const { workspaceId = "", agentId = "", id = "" } = after ?? {};
  const { rows } = await db.execute<StoredTurns & Record<string, unknown>>(sql`
    select workspace_id as "workspaceId", agent_id as "agentId", id, xmin::text as "rowVersion",
      case when matching then turns::text end as turns,
      case when matching then user_words else '{}' end as "userWords",
      case when matching then agent_words else '{}' end as "agentWords"
    from (select *, xmin, turns::text ~ ${pattern} as matching from conversations
      where (workspace_id, agent_id, id) > (${workspaceId}, ${agentId}, ${id})
      order by workspace_id, agent_id, id limit ${limit}) as next
    order by workspace_id, agent_id, id`);
  return rows;
}

/** Replaces the words of a conversation, unless it has changed since it was read. */
export async function updateWords(
  db: Executor,
  { workspaceId, agentId, id, rowVersion }: StoredTurns,
  spoken: { user: string[]; agent: string[]; words: string[] },
): Promise<boolean> {
  const array = (texts: string[]) =>
    sql`array(select json_array_elements_text(${JSON.stringify(texts)}::json))`;
  const { rowCount } = await db.execute(sql`
    update conversations set user_words = ${array(spoken.user)}, agent_words = ${array(spoken.agent)}, words = ${array(spoken.words)}
    where workspace_id = ${workspaceId} and agent_id = ${agentId} and id = ${id} and xmin::text = ${rowVersion}`);
  return rowCount === 1;
}

/** What is recorded of a background task; undefined if nothing is. */
export async function selectTaskState(
  db: Executor,
  name: string,
): Promise<{ value: string; ageSeconds: number } | undefined> {
  const { rows } = await db.execute<{ value: string; ageSeconds: number }>(sql`
    select value, extract(epoch from now() - created_at)::float8 as "ageSeconds" from installation where name = ${name}`);
  return rows[0];
}

/** Records the state of a background task. The time is that of the first record. */
export async function saveTaskState(db: Executor, name: string, value: string): Promise<void> {
  await db.execute(sql`
    insert into installation (name, value) values (${name}, ${value})
    on conflict (name) do update set value = excluded.value`);
}
