import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { agents, apiKeyAgents, apiKeys, runtimeTokens } from "../schema/index";

// An agent goes in two steps: at once for everybody, then its conversations, a few at a time.

/**
 * The keys that cover the agent by a list: the first by name, with whether it is the last agent on their list, and how
 * many more there are.
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
    .orderBy(sql`lower(${apiKeys.name})`, apiKeys.id)
    .limit(limit);
  if (keys.length < limit) return { keys, more: 0 };
  const [all] = await db.select({ count: sql<number>`count(*)::int` }).from(apiKeyAgents).where(ofAgent);
  return { keys, more: Math.max(0, (all?.count ?? 0) - keys.length) };
}

/** How many conversations the agent has, counted no further than `most`: a count of millions would take seconds. */
export async function countConversationsUpTo(
  db: Executor,
  workspaceId: string,
  agentId: string,
  most: number,
): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (
      select from conversations where workspace_id = ${workspaceId} and agent_id = ${agentId} limit ${most}) counted`,
  );
  return rows[0]?.count ?? 0;
}

/**
 * Makes the agent nobody's: off every key's list, without a runtime token, its slug free for another. From the commit on
 * no query finds it.
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

/** The deleted agents of every workspace whose conversations are still there. For the server itself. */
export function selectSoftDeletedAgents(db: Executor): Promise<{ workspaceId: string; id: string }[]> {
  return db
    .select({ workspaceId: agents.workspaceId, id: agents.id })
    .from(agents)
    .where(isNotNull(agents.deletedAt));
}

/**
 * Removes a few rows of a deleted agent: first the ids of external events, which are found by agent but not by
 * conversation, then conversations. Returns how many; none left means 0. Instances that do this at the same time pass
 * each other's rows by.
 */
export async function deleteAgentRowsBatch(
  db: Executor,
  workspaceId: string,
  agentId: string,
  most: number,
): Promise<number> {
  let removed = 0;
  for (const table of [sql.raw("external_event_ids"), sql.raw("conversations")]) {
    const { rowCount } = await db.execute(sql`
      delete from ${table} where workspace_id = ${workspaceId} and agent_id = ${agentId} and id = any(array(
        select id from ${table} where workspace_id = ${workspaceId} and agent_id = ${agentId}
        limit ${most} for update skip locked))`);
    removed += rowCount ?? 0;
    if (removed > 0) return removed;
  }
  return removed;
}

/** Removes the emptied row of a deleted agent, and whatever came in for it meanwhile. */
export async function deleteAgentRow(db: Executor, workspaceId: string, agentId: string): Promise<void> {
  await db
    .delete(agents)
    .where(and(eq(agents.workspaceId, workspaceId), eq(agents.id, agentId), isNotNull(agents.deletedAt)));
}
