import { sql } from "drizzle-orm";
import { type BatchedStatement, batchedQuery } from "../client/batched-query";
import { COMMIT_TIMEOUT_MS, type Executor, pool, type Tx } from "../client/client";

/** What listeners hear when an event was stored: which conversation it is for. */
export const EVENTS_CHANNEL = "external_events";

/** How a conversation is named on the channel. No id holds a space. */
export const eventsPayload = (workspaceId: string, agentId: string, conversationId: string): string =>
  [workspaceId, agentId, conversationId].join(" ");

/** Issues an id by which events reach one conversation for an hour, by the database's clock. */
export async function insertEventId(
  tx: Tx,
  workspaceId: string,
  issued: { agentId: string; conversationId: string; id: string; sendToLlm: boolean },
): Promise<Date> {
  const { agentId, conversationId, id, sendToLlm } = issued;
  await tx.execute(sql`
    insert into external_event_counters (workspace_id, agent_id, conversation_id)
    values (${workspaceId}, ${agentId}, ${conversationId}) on conflict do nothing`);
  const { rows } = await tx.execute<{ expires: string }>(sql`
    insert into external_event_ids (workspace_id, agent_id, id, conversation_id, send_to_llm, expires_at)
    values (${workspaceId}, ${agentId}, ${id}, ${conversationId}, ${sendToLlm}, now() + interval '1 hour')
    returning expires_at as expires`);
  return new Date(rows[0]?.expires ?? Number.NaN);
}

/**
 * Stores events, in one statement: those that came at the same time share a flush of the disk.
 *
 * The counters' rows are locked until the commit, in one order, so that numbers become visible in theirs and no two
 * batches wait for each other. Only the unique constraint tells a repeat: a look before it would be planned, where the
 * table has no statistics yet, as a walk over all of the agent's events.
 */
const STORE_EVENTS = {
  name: "store-external-events",
  // It is its own transaction.
  query_timeout: COMMIT_TIMEOUT_MS,
  types: ["text", "text", "text", "text", "bytea", "bytea"],
  buildSql: (asked: string) => `with known as materialized (
      select q.n, i.workspace_id, i.agent_id, i.conversation_id, i.id, i.send_to_llm,
        q.p4 as content_type, q.p5 as body, q.p6 as body_hash
      from ${asked} q
      cross join lateral (select * from external_event_ids i
        where i.workspace_id = q.p1 and i.agent_id = q.p2 and i.id = q.p3 and i.expires_at > now()) i
    ), called as materialized (
      select workspace_id, agent_id, conversation_id, count(*) as events from known group by 1, 2, 3
    ), locked as materialized (
      select c.workspace_id, c.agent_id, c.conversation_id, k.events
      from called k join external_event_counters c using (workspace_id, agent_id, conversation_id)
      order by 1, 2, 3 for update of c
    ), numbered as (
      update external_event_counters c set last_seq = c.last_seq + l.events from locked l
      where c.workspace_id = l.workspace_id and c.agent_id = l.agent_id and c.conversation_id = l.conversation_id
      returning c.workspace_id, c.agent_id, c.conversation_id, c.last_seq - l.events as before
    ), stored as (
      insert into external_events (workspace_id, agent_id, conversation_id, seq, event_id, content_type, body, body_hash)
      select k.workspace_id, k.agent_id, k.conversation_id,
        b.before + row_number() over (partition by k.workspace_id, k.agent_id, k.conversation_id order by k.n),
        k.id, k.content_type, k.body, k.body_hash
      from known k join numbered b using (workspace_id, agent_id, conversation_id)
      on conflict on constraint external_events_body do nothing
    )
    select k.n::int as asked_n, k.send_to_llm as "sendToLlm", k.conversation_id as "conversationId" from known k`,
} satisfies BatchedStatement;

/** A body of so many bytes takes the place of one more event in a batch. */
const BODY_BYTES_PER_WEIGHT = 16_384;

/**
 * Stores an event, together with those that come at the same time; committed when this returns. The same body for the
 * same id is one event, however often and however many at once it is sent.
 * @returns undefined when the id is unknown, another agent's or expired
 */
export async function storeEvent(
  workspaceId: string,
  agentId: string,
  event: { eventId: string; contentType: string; body: Buffer; bodyHash: Buffer },
): Promise<{ sendToLlm: boolean; conversationId: string } | undefined> {
  const { eventId, contentType, body, bodyHash } = event;
  const [row] = await batchedQuery<{ sendToLlm: boolean; conversationId: string }>(
    STORE_EVENTS,
    [workspaceId, agentId, eventId, contentType, body, bodyHash],
    1 + body.length / BODY_BYTES_PER_WEIGHT,
  );
  return row;
}

/** Wakes whoever listens for events of these conversations, each named as `eventsPayload` does. */
export async function notifyListeners(payloads: string[]): Promise<void> {
  const statement = {
    name: "notify-external-events",
    query_timeout: COMMIT_TIMEOUT_MS,
    text: `select pg_notify('${EVENTS_CHANNEL}', payload) from unnest($1::text[]) payload`,
    values: [payloads],
  };
  await pool().query(statement);
}

export interface StoredEvent {
  seq: number;
  eventId: string;
  sendToLlm: boolean;
  createdAt: Date;
  contentType: string;
  body: Buffer;
}

/**
 * The events of a conversation after a number, in order.
 * @param most how many; and a page ends with the event that takes it past so many bytes
 */
export async function selectEvents(
  db: Executor,
  workspaceId: string,
  key: { agentId: string; conversationId: string },
  after: number,
  most: { events: number; bytes: number },
): Promise<StoredEvent[]> {
  const { rows } = await db.execute<{
    seq: string;
    event_id: string;
    send_to_llm: boolean;
    created_at: string;
    content_type: string;
    body: Buffer;
  }>(sql`
    select seq, event_id, send_to_llm, created_at, content_type, body
    from (
      select page.*, sum(octet_length(body)) over (order by seq) - octet_length(body) as before
      from (
        select e.seq, e.event_id, i.send_to_llm, e.created_at, e.content_type, e.body
        from external_events e
        join external_event_ids i on i.workspace_id = e.workspace_id and i.agent_id = e.agent_id and i.id = e.event_id
        where e.workspace_id = ${workspaceId} and e.agent_id = ${key.agentId}
          and e.conversation_id = ${key.conversationId} and e.seq > ${after}
        order by e.seq limit ${most.events}
      ) page
    ) measured
    where before <= ${most.bytes} order by seq`);
  return rows.map((row) => ({
    seq: Number(row.seq),
    eventId: row.event_id,
    sendToLlm: row.send_to_llm,
    createdAt: new Date(row.created_at),
    contentType: row.content_type,
    body: row.body,
  }));
}

/** Whether the agent has such a conversation. */
export async function conversationExists(
  db: Executor,
  workspaceId: string,
  key: { agentId: string; conversationId: string },
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select 1 from conversations where workspace_id = ${workspaceId} and agent_id = ${key.agentId}
      and id = ${key.conversationId}`);
  return rows.length > 0;
}
