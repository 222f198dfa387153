import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { type ApiKeyRow, agents, apiKeyAgents, apiKeys, apiKeyUsage } from "../schema/index";
import { anyOf } from "./conditions";

/** How long before its expiry a key counts as expiring. In hours, because a day does not always have 24. */
export const EXPIRING_WINDOW = sql`interval '336 hours'`;

/** A key's state by the database's clock, which also decides about its requests. */
const currentState = sql<KeyState>`case
  when ${apiKeys.expiresAt} <= now() then 'expired'
  when ${apiKeys.expiresAt} <= now() + ${EXPIRING_WINDOW} then 'expiring'
  else 'active' end`;

export type KeyState = "active" | "expiring" | "expired";

/** The columns of a key that may leave db/: all except the hash. */
const visibleColumns = {
  id: apiKeys.id,
  name: apiKeys.name,
  secretStart: apiKeys.secretStart,
  secretEnd: apiKeys.secretEnd,
  allAgents: apiKeys.allAgents,
  permissions: apiKeys.permissions,
  createdByName: apiKeys.createdByName,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  state: currentState,
  version: apiKeys.version,
  lastUsedAt: apiKeyUsage.lastUsedAt,
  lastSuccessAt: apiKeyUsage.lastSuccessAt,
  lastRefusalAt: apiKeyUsage.lastRefusalAt,
  lastRefusalStatus: apiKeyUsage.lastRefusalStatus,
  outcomeUnknownUntil: apiKeyUsage.outcomeUnknownUntil,
};

export type VisibleApiKey = Omit<
  ApiKeyRow,
  "workspaceId" | "sortKey" | "secretHash" | "createdById" | "lastUsedMinute" | "replacesId"
> & { state: KeyState } & KeyUsageTimes;

/** When a key was used, from `api_key_usage`; all null if the key has no row there. */
export interface KeyUsageTimes {
  lastUsedAt: Date | null;
  lastSuccessAt: Date | null;
  lastRefusalAt: Date | null;
  lastRefusalStatus: number | null;
  outcomeUnknownUntil: Date | null;
}

const selectVisibleKeys = (db: Executor) =>
  db
    .select(visibleColumns)
    .from(apiKeys)
    .leftJoin(
      apiKeyUsage,
      and(eq(apiKeyUsage.workspaceId, apiKeys.workspaceId), eq(apiKeyUsage.keyId, apiKeys.id)),
    );

/** The keys with these IDs, in no particular order. */
export const selectApiKeysById = (
  db: Executor,
  workspaceId: string,
  ids: string[],
): Promise<VisibleApiKey[]> =>
  selectVisibleKeys(db).where(and(eq(apiKeys.workspaceId, workspaceId), anyOf(apiKeys.id, ids)));

/** One key; undefined if the workspace has no key with this ID. */
export async function selectApiKey(
  db: Executor,
  workspaceId: string,
  id: string,
  options: { lock?: boolean } = {},
): Promise<VisibleApiKey | undefined> {
  const query = selectVisibleKeys(db).where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)));
  const [row] = await (options.lock ? query.for("update", { of: apiKeys }) : query);
  return row;
}

/** Details for a key's page: its last use, and the keys that it replaces and is replaced by. */
export async function selectApiKeyDetails(
  db: Executor,
  workspaceId: string,
  id: string,
): Promise<{
  lastSuccessPath: string | null;
  lastSuccessAddress: string | null;
  lastRefusalPath: string | null;
  lastRefusalAddress: string | null;
  replaces: { id: string; name: string } | null;
  replacedBy: { id: string; name: string; expiresAt: string } | null;
}> {
  const other = (condition: SQL) => sql<{ id: string; name: string; expiresAt: string } | null>`(
    select json_build_object('id', o.id, 'name', o.name,
      'expiresAt', to_char(o.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from api_keys o where o.workspace_id = ${workspaceId} and ${condition} limit 1)`;
  const [row] = await db
    .select({
      lastSuccessPath: apiKeyUsage.lastSuccessPath,
      lastSuccessAddress: apiKeyUsage.lastSuccessAddress,
      lastRefusalPath: apiKeyUsage.lastRefusalPath,
      lastRefusalAddress: apiKeyUsage.lastRefusalAddress,
      replaces: other(sql`o.id = ${apiKeys.replacesId}`),
      replacedBy: other(sql`o.replaces_id = ${id}`),
    })
    .from(apiKeys)
    .leftJoin(
      apiKeyUsage,
      and(eq(apiKeyUsage.workspaceId, apiKeys.workspaceId), eq(apiKeyUsage.keyId, apiKeys.id)),
    )
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)));
  const none = {
    lastSuccessPath: null,
    lastSuccessAddress: null,
    lastRefusalPath: null,
    lastRefusalAddress: null,
  };
  return row ?? { ...none, replaces: null, replacedBy: null };
}

/** The agents that the keys are limited to, in no particular order. */
export function selectAgentsForKeys(
  db: Executor,
  workspaceId: string,
  keyIds: string[],
): Promise<{ keyId: string; id: string; name: string }[]> {
  return db
    .select({ keyId: apiKeyAgents.keyId, id: agents.id, name: agents.name })
    .from(apiKeyAgents)
    .innerJoin(
      agents,
      and(
        eq(agents.workspaceId, apiKeyAgents.workspaceId),
        eq(agents.id, apiKeyAgents.agentId),
        isNull(agents.deletedAt),
      ),
    )
    .where(and(eq(apiKeyAgents.workspaceId, workspaceId), anyOf(apiKeyAgents.keyId, keyIds)));
}

export type NewApiKey = Pick<
  ApiKeyRow,
  | "id"
  | "name"
  | "sortKey"
  | "secretHash"
  | "secretStart"
  | "secretEnd"
  | "allAgents"
  | "permissions"
  | "createdById"
  | "createdByName"
  | "expiresAt"
> & { replacesId?: string };

export async function insertApiKey(
  tx: Tx,
  workspaceId: string,
  key: NewApiKey,
  agentIds: string[],
): Promise<Pick<VisibleApiKey, "createdAt" | "state">> {
  const [row] = await tx
    .insert(apiKeys)
    .values({ workspaceId, ...key })
    .returning({ createdAt: apiKeys.createdAt, state: currentState });
  if (agentIds.length > 0) {
    await tx.execute(sql`
      insert into api_key_agents (workspace_id, key_id, agent_id)
      select ${workspaceId}, ${key.id}, agent_id from unnest(${sql.param(agentIds)}::text[]) as covered (agent_id)`);
  }
  if (!row) throw new Error("An insert returned no row.");
  return row;
}

export async function updateApiKey(
  tx: Tx,
  workspaceId: string,
  id: string,
  values: Pick<ApiKeyRow, "name" | "sortKey" | "permissions">,
): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ ...values, version: sql`${apiKeys.version} + 1` })
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)));
}

/**
 * Deletes keys of the workspace and their usage. Locks them in the order of their IDs, so that two deletions of the same keys
 * cannot deadlock.
 * @returns the keys that existed, ordered by ID
 */
export async function deleteApiKeyRows(
  tx: Tx,
  workspaceId: string,
  ids: string[],
): Promise<Pick<ApiKeyRow, "id" | "name" | "permissions" | "expiresAt">[]> {
  const found = await tx
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      permissions: apiKeys.permissions,
      expiresAt: apiKeys.expiresAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), anyOf(apiKeys.id, ids)))
    .orderBy(apiKeys.id)
    .for("update");
  const foundIds = found.map(({ id }) => id);
  if (foundIds.length === 0) return [];
  await tx.delete(apiKeys).where(and(eq(apiKeys.workspaceId, workspaceId), anyOf(apiKeys.id, foundIds)));
  await tx
    .delete(apiKeyUsage)
    .where(and(eq(apiKeyUsage.workspaceId, workspaceId), anyOf(apiKeyUsage.keyId, foundIds)));
  return found;
}
