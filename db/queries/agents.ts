import { and, eq, isNull, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { type AgentRow, agentMetrics, agents } from "../schema/index";
import { anyOf } from "./conditions";

const visibleColumns = {
  id: agents.id,
  slug: agents.slug,
  name: agents.name,
  conversationsApi: agents.conversationsApi,
  allMetrics: agents.allMetrics,
  chosenMetrics: agents.chosenMetrics,
  transcript: agents.transcript,
  configurationVersion: agents.configurationVersion,
  createdAt: agents.createdAt,
};

export type VisibleAgent = Omit<AgentRow, "workspaceId" | "deletedAt">;

/** The agents of the workspace, without the deleted ones that are still being purged. */
const notDeleted = (workspaceId: string) =>
  and(eq(agents.workspaceId, workspaceId), isNull(agents.deletedAt));

/** All agents of the workspace, in no particular order. */
export function selectAgents(db: Executor, workspaceId: string): Promise<VisibleAgent[]> {
  return db.select(visibleColumns).from(agents).where(notDeleted(workspaceId));
}

/** The IDs of all agents of the workspace. */
export async function selectAgentIds(db: Executor, workspaceId: string): Promise<string[]> {
  const rows = await db.select({ id: agents.id }).from(agents).where(notDeleted(workspaceId));
  return rows.map(({ id }) => id);
}

/** The agents with these IDs that belong to the workspace, in no particular order. */
export function selectAgentsById(db: Executor, workspaceId: string, ids: string[]): Promise<VisibleAgent[]> {
  return db
    .select(visibleColumns)
    .from(agents)
    .where(and(notDeleted(workspaceId), anyOf(agents.id, ids)));
}

/**
 * One agent by ID or slug.
 * @param options `lock` locks the row until the transaction ends
 */
export async function selectAgent(
  db: Executor,
  workspaceId: string,
  idOrSlug: string,
  options: { lock?: boolean } = {},
): Promise<VisibleAgent | undefined> {
  const query = db
    .select(visibleColumns)
    .from(agents)
    .where(and(notDeleted(workspaceId), sql`(${agents.id} = ${idOrSlug} or ${agents.slug} = ${idOrSlug})`));
  const [row] = await (options.lock ? query.for("update") : query);
  return row;
}

export async function insertAgent(
  tx: Tx,
  workspaceId: string,
  agent: Pick<AgentRow, "id" | "slug" | "name" | "conversationsApi">,
): Promise<Date> {
  const [row] = await tx
    .insert(agents)
    .values({ workspaceId, ...agent })
    .returning({ createdAt: agents.createdAt });
  if (!row) throw new Error("An insert returned no row.");
  return row.createdAt;
}

export async function updateAgent(
  tx: Tx,
  workspaceId: string,
  id: string,
  values: Partial<Pick<AgentRow, "name" | "conversationsApi">>,
): Promise<void> {
  await tx
    .update(agents)
    .set(values)
    .where(and(eq(agents.workspaceId, workspaceId), eq(agents.id, id)));
}

/** Saves a response configuration and increments its version. */
export async function updateConfiguration(
  tx: Tx,
  workspaceId: string,
  id: string,
  values: Pick<AgentRow, "allMetrics" | "chosenMetrics" | "transcript">,
): Promise<void> {
  await tx
    .update(agents)
    .set({ ...values, configurationVersion: sql`${agents.configurationVersion} + 1` })
    .where(and(eq(agents.workspaceId, workspaceId), eq(agents.id, id)));
}

/** The metric names in each agent's conversations, in no particular order. */
export function selectMetricNames(
  db: Executor,
  workspaceId: string,
  agentIds?: string[],
): Promise<{ agentId: string; name: string }[]> {
  return db
    .select({ agentId: agentMetrics.agentId, name: agentMetrics.name })
    .from(agentMetrics)
    .where(
      and(
        eq(agentMetrics.workspaceId, workspaceId),
        agentIds ? anyOf(agentMetrics.agentId, agentIds) : undefined,
      ),
    );
}
