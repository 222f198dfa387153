import { sql } from "drizzle-orm";
import { type BatchedStatement, batchedQuery } from "../client/batched-query";
import { COMMIT_TIMEOUT_MS, type Executor, pool, type Tx } from "../client/client";

/** The channel that announces stored events. The payload names the conversation. */
export const EVENTS_CHANNEL = "external_events";

/** The payload that names a conversation on the channel. IDs contain no spaces. */
export const eventsPayload = (workspaceId: string, agentId: string, conversationId: string): string =>
  [workspaceId, agentId, conversationId].join(" ");

/**
 * Issues an ID that accepts events for one conversation for an hour, by the database's clock.
 * @returns when the ID expires
 */
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
 * Stores events in one statement: concurrent events share a flush of the disk.
 *
 * The rows of the counters stay locked until the commit, so that events become visible in the order of their numbers. They
 * are locked in a fixed order, so that two batches cannot deadlock. The end of a call locks its counter too, so an event is
 * stored before it or after it. Only the unique constraint detects duplicates: on a table without statistics, PostgreSQL would
 * plan a lookup beforehand as a scan of all the agent's events.
 */
const STORE_EVENTS = {
  name: "store-external-events",
  // The statement is its own transaction, so this also limits the commit.
  query_timeout: COMMIT_TIMEOUT_MS,
  types: ["text", "text", "text", "text", "bytea", "bytea"],
  buildSql: (requests: string) => `with valid as materialized (
      select q.n, i.workspace_id, i.agent_id, i.conversation_id, i.id, i.send_to_llm,
        q.p4 as content_type, q.p5 as body, q.p6 as body_hash
      from ${requests} q
      cross join lateral (select * from external_event_ids i
        where i.workspace_id = q.p1 and i.agent_id = q.p2 and i.id = q.p3 and i.expires_at > now()) i
      join agents a on a.workspace_id = i.workspace_id and a.id = i.agent_id and a.deleted_at is null
    ), per_conversation as materialized (
      select workspace_id, agent_id, conversation_id, count(*) as events from valid group by 1, 2, 3
    ), locked as materialized (
      select c.workspace_id, c.agent_id, c.conversation_id, k.events
      from per_conversation k join external_event_counters c using (workspace_id, agent_id, conversation_id)
      order by 1, 2, 3 for update of c
    ), numbered as (
      update external_event_counters c set last_seq = c.last_seq + l.events from locked l
      where c.workspace_id = l.workspace_id and c.agent_id = l.agent_id and c.conversation_id = l.conversation_id
      returning c.workspace_id, c.agent_id, c.conversation_id, c.last_seq - l.events as before, not c.call_ended as bound
    ), stored as (
      insert into external_events
        (workspace_id, agent_id, conversation_id, seq, event_id, content_type, body, body_hash, bound_to_call)
      select k.workspace_id, k.agent_id, k.conversation_id,
        b.before + row_number() over (partition by k.workspace_id, k.agent_id, k.conversation_id order by k.n),
        k.id, k.content_type, k.body, k.body_hash, b.bound
      from valid k join numbered b using (workspace_id, agent_id, conversation_id)
      on conflict on constraint external_events_body do nothing
      returning workspace_id, agent_id, event_id, body_hash, bound_to_call
    )
    select k.n::int as request_n, k.send_to_llm as "sendToLlm", k.conversation_id as "conversationId",
      s.bound_to_call as "boundToCall"
    from valid k left join stored s on s.workspace_id = k.workspace_id and s.agent_id = k.agent_id
      and s.event_id = k.id and s.body_hash = k.body_hash`,
} satisfies BatchedStatement;

/** Bytes of a body that count as one more event in a batch. */
const BODY_BYTES_PER_WEIGHT = 16_384;

/** A stored event. `boundToCall` is false if it was stored after the call's end. */
interface EventReceipt {
  sendToLlm: boolean;
  conversationId: string;
  boundToCall: boolean;
}

/**
 * Stores an event in a batch with concurrent events. The event is committed when this resolves. The same body for the same
 * event ID is stored once, even if it is sent concurrently; repeating it returns what the first one returned.
 * @returns undefined if the event ID is unknown, expired or belongs to another agent, or the agent was deleted
 */
export async function storeEvent(
  workspaceId: string,
  agentId: string,
  event: { eventId: string; contentType: string; body: Buffer; bodyHash: Buffer },
): Promise<EventReceipt | undefined> {
  const { eventId, contentType, body, bodyHash } = event;
  const [row] = await batchedQuery<Omit<EventReceipt, "boundToCall"> & { boundToCall: boolean | null }>(
    STORE_EVENTS,
    [workspaceId, agentId, eventId, contentType, body, bodyHash],
    1 + body.length / BODY_BYTES_PER_WEIGHT,
  );
  if (!row) return undefined;
  // A repeated event is visible only to a later statement, because another transaction may just have stored it.
  const boundToCall =
    row.boundToCall ?? (await selectBoundToCall(workspaceId, agentId, eventId, bodyHash)) ?? false;
  return { ...row, boundToCall };
}

async function selectBoundToCall(
  workspaceId: string,
  agentId: string,
  eventId: string,
  bodyHash: Buffer,
): Promise<boolean | undefined> {
  const { rows } = await pool().query<{ bound: boolean }>(
    `select bound_to_call as bound from external_events
      where workspace_id = $1 and agent_id = $2 and event_id = $3 and body_hash = $4`,
    [workspaceId, agentId, eventId, bodyHash],
  );
  return rows[0]?.bound;
}

/**
 * Notifies the listeners of conversations that have new events.
 * @param payloads the conversations, as `eventsPayload` names them
 */
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
 * The events of a conversation after the sequence number `after`, in order.
 * @param max maximum number of events, and maximum bytes of bodies; the event that exceeds the bytes is still included
 */
export async function selectEvents(
  db: Executor,
  workspaceId: string,
  key: { agentId: string; conversationId: string },
  after: number,
  max: { events: number; bytes: number },
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
        select e.seq, e.event_id, i.send_to_llm and e.bound_to_call as send_to_llm, e.created_at, e.content_type, e.body
        from external_events e
        join external_event_ids i on i.workspace_id = e.workspace_id and i.agent_id = e.agent_id and i.id = e.event_id
        where e.workspace_id = ${workspaceId} and e.agent_id = ${key.agentId}
          and e.conversation_id = ${key.conversationId} and e.seq > ${after}
        order by e.seq limit ${max.events}
      ) page
    ) measured
    where before <= ${max.bytes} order by seq`);
  return rows.map((row) => ({
    seq: Number(row.seq),
    eventId: row.event_id,
    sendToLlm: row.send_to_llm,
    createdAt: new Date(row.created_at),
    contentType: row.content_type,
    body: row.body,
  }));
}

/** @returns true if the agent has a conversation with this ID */
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
