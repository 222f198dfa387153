import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { agents, apiKeyAgents, apiKeys, runtimeTokens } from "../schema/index";

// An agent is deleted in two steps: a soft delete hides it at once, then a purge deletes its conversations in batches.

/**
 * The first keys, by name, that are limited to a list of agents with this one, and how many more there are. `last` is true if it
 * is the only agent on the key's list.
 */
export async function selectKeysForAgent(
  db: Executor,
  workspaceId: string,
  agentId: string,
  limit: number,
): Promise<{ keys: { id: string; name: string; last: boolean }[]; more: number }> {
  const ofAgent = and(eq(apiKeyAgents.workspaceId, workspaceId), eq(apiKeyAgents.agentId, agentId));
  const keys = await db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      last: sql<boolean>`not exists (select from api_key_agents other where other.workspace_id = ${apiKeyAgents.workspaceId}
        and other.key_id = ${apiKeyAgents.keyId} and other.agent_id <> ${apiKeyAgents.agentId})`,
    })
    .from(apiKeyAgents)
    .innerJoin(
      apiKeys,
      and(eq(apiKeys.workspaceId, apiKeyAgents.workspaceId), eq(apiKeys.id, apiKeyAgents.keyId)),
    )
    .where(ofAgent)
    .orderBy(apiKeys.sortKey, apiKeys.id)
    .limit(limit);
  if (keys.length < limit) return { keys, more: 0 };
  const [all] = await db.select({ count: sql<number>`count(*)::int` }).from(apiKeyAgents).where(ofAgent);
  return { keys, more: Math.max(0, (all?.count ?? 0) - keys.length) };
}

/** Counts the agent's conversations up to `max`: a count of millions would take seconds. */
export async function countConversationsUpTo(
  db: Executor,
  workspaceId: string,
  agentId: string,
  max: number,
): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (
      select from conversations where workspace_id = ${workspaceId} and agent_id = ${agentId} limit ${max}) counted`,
  );
  return rows[0]?.count ?? 0;
}

/**
 * Hides the agent from all queries: marks it as deleted, removes it from the keys' lists, deletes its runtime token, and frees
 * its slug.
 */
export async function softDeleteAgent(tx: Tx, workspaceId: string, agentId: string): Promise<void> {
  await tx
    .delete(apiKeyAgents)
    .where(and(eq(apiKeyAgents.workspaceId, workspaceId), eq(apiKeyAgents.agentId, agentId)));
  await tx
    .delete(runtimeTokens)
    .where(and(eq(runtimeTokens.workspaceId, workspaceId), eq(runtimeTokens.agentId, agentId)));
  await tx
    .update(agents)
    .set({ deletedAt: sql`now()`, slug: `deleted-${agentId.toLowerCase()}` })
    .where(and(eq(agents.workspaceId, workspaceId), eq(agents.id, agentId), isNull(agents.deletedAt)));
}

/** The soft-deleted agents of all workspaces, for the purge. */
export function selectSoftDeletedAgents(db: Executor): Promise<{ workspaceId: string; id: string }[]> {
  return db
    .select({ workspaceId: agents.workspaceId, id: agents.id })
    .from(agents)
    .where(isNotNull(agents.deletedAt));
}

/**
 * Deletes a batch of a deleted agent's rows: first the IDs of external events, which have an index by agent but not by
 * conversation, then conversations. Concurrent instances skip each other's rows.
 * @returns the number of deleted rows; 0 if none are left
 */
export async function deleteAgentRowsBatch(
  db: Executor,
  workspaceId: string,
  agentId: string,
  batchSize: number,
): Promise<number> {
  for (const table of [sql.raw("external_event_ids"), sql.raw("conversations")]) {
    const { rowCount } = await db.execute(sql`
      delete from ${table} where workspace_id = ${workspaceId} and agent_id = ${agentId} and id = any(array(
        select id from ${table} where workspace_id = ${workspaceId} and agent_id = ${agentId}
        limit ${batchSize} for update skip locked))`);
    if (rowCount) return rowCount;
  }
  return 0;
}

/** Deletes the row of a soft-deleted agent, and any rows that were inserted for it since. */
export async function deleteAgentRow(db: Executor, workspaceId: string, agentId: string): Promise<void> {
  await db
    .delete(agents)
    .where(and(eq(agents.workspaceId, workspaceId), eq(agents.id, agentId), isNotNull(agents.deletedAt)));
}
