import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "../client/client";
import { conversations } from "../schema/index";

export interface LiveConversation {
  inProgress: boolean;
  startedAt: Date;
  handoff: boolean;
  turnCount: number;
  /** JSON texts. */
  metrics: string;
  metricTimes: string;
  state: string;
  /** The current time by the database's clock. */
  now: Date;
}

type NewLiveConversation = Pick<
  typeof conversations.$inferInsert,
  | "id"
  | "environment"
  | "startedAt"
  | "channel"
  | "fromNumber"
  | "toNumber"
  | "variantId"
  | "variantName"
  | "language"
  | "direction"
  | "metrics"
  | "metricTimes"
>;

/** Starts a conversation. Returns false if the agent already has one with this ID, which stays unchanged. */
export async function insertLiveConversation(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  started: NewLiveConversation,
): Promise<boolean> {
  const rows = await tx
    .insert(conversations)
    .values({
      workspaceId,
      agentId,
      ...started,
      inProgress: true,
      handoff: false,
      numTurns: 0,
      totalDuration: 0,
      polyaiDuration: 0,
      numSilences: 0,
      numOod: 0,
      state: "{}",
      turns: "[]",
      latencies: "[]",
    })
    .onConflictDoNothing()
    .returning({ id: conversations.id });
  return rows.length > 0;
}

const byId = (workspaceId: string, agentId: string, id: string) =>
  and(
    eq(conversations.workspaceId, workspaceId),
    eq(conversations.agentId, agentId),
    eq(conversations.id, id),
  );

const asDate = (milliseconds: unknown): Date => new Date(Math.floor(Number(milliseconds)));

/**
 * Prevents an agent from being deleted until the transaction ends.
 * @returns the current time by the database's clock, which all instances share; undefined if the agent was deleted
 */
export async function lockAgent(tx: Tx, workspaceId: string, agentId: string): Promise<Date | undefined> {
  const { rows } = await tx.execute<{ now: string }>(sql`
    select extract(epoch from now()) * 1000 as now from agents
    where workspace_id = ${workspaceId} and id = ${agentId} and deleted_at is null for key share`);
  return rows[0] && asDate(rows[0].now);
}

/**
 * Selects a conversation and locks it until the transaction ends, so that writes to one conversation are serialized.
 * @returns undefined if the agent has no such conversation or was deleted
 */
export async function lockConversation(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  id: string,
): Promise<LiveConversation | undefined> {
  const [row] = await tx
    .select({
      inProgress: conversations.inProgress,
      // As a number: JavaScript parses the years before 100 differently from how PostgreSQL writes them.
      startedAt: sql`extract(epoch from ${conversations.startedAt}) * 1000`.mapWith(asDate),
      handoff: conversations.handoff,
      turnCount: sql<number>`json_array_length(${conversations.turns})`,
      metrics: sql<string>`${conversations.metrics}::text`,
      metricTimes: sql<string>`${conversations.metricTimes}::text`,
      state: sql<string>`${conversations.state}::text`,
      now: sql`extract(epoch from clock_timestamp()) * 1000`.mapWith(asDate),
    })
    .from(conversations)
    .where(
      and(
        byId(workspaceId, agentId, id),
        sql`exists (select from agents where agents.workspace_id = ${workspaceId} and agents.id = ${agentId}
          and agents.deleted_at is null)`,
      ),
    )
    .for("no key update");
  return row;
}

/** One stored turn and its latency, as JSON texts. */
export async function selectTurn(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  id: string,
  index: number,
): Promise<{ turn: string; latency: string } | undefined> {
  const [row] = await tx
    .select({
      turn: sql<string>`(${conversations.turns} -> ${index}::int)::text`,
      latency: sql<string>`(${conversations.latencies} -> ${index}::int)::text`,
    })
    .from(conversations)
    .where(byId(workspaceId, agentId, id));
  return row;
}

/** Appends a turn. Appends to the stored JSON texts without parsing them in Node. */
export async function appendTurnJson(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  id: string,
  added: {
    turn: string;
    latency: string;
    silence: boolean;
    outOfDomain: boolean;
    spoken: { user: string; agent: string; words: string[] };
  },
): Promise<void> {
  const appended = (column: typeof conversations.turns | typeof conversations.latencies, item: string) =>
    sql`(case when json_array_length(${column}) = 0 then '[' else left(rtrim(${column}::text), -1) || ',' end || ${item}::text || ']')::json`;
  await tx
    .update(conversations)
    .set({
      turns: appended(conversations.turns, added.turn),
      latencies: appended(conversations.latencies, added.latency),
      userWords: sql`array_append(${conversations.userWords}, ${added.spoken.user}::text)`,
      agentWords: sql`array_append(${conversations.agentWords}, ${added.spoken.agent}::text)`,
      words: sql`array(select distinct word from unnest(${conversations.words} || ${sql.param(added.spoken.words)}::text[]) as word)`,
      numTurns: sql`${conversations.numTurns} + 1`,
      numSilences: sql`${conversations.numSilences} + ${added.silence ? 1 : 0}`,
      numOod: sql`${conversations.numOod} + ${added.outOfDomain ? 1 : 0}`,
      contentHash: null,
    })
    .where(byId(workspaceId, agentId, id));
}

type LiveConversationChanges = Partial<
  Pick<
    typeof conversations.$inferInsert,
    | "metrics"
    | "metricTimes"
    | "state"
    | "inProgress"
    | "finishedAt"
    | "totalDuration"
    | "polyaiDuration"
    | "handoff"
    | "handoffReason"
    | "handoffDestination"
  >
>;

/** Updates a live conversation. Clears the content hash, because the conversation no longer equals an imported line. */
export async function updateLiveConversation(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  id: string,
  changes: LiveConversationChanges,
): Promise<void> {
  await tx
    .update(conversations)
    .set({ ...changes, contentHash: null })
    .where(byId(workspaceId, agentId, id));
}
