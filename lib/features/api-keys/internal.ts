import type { Executor, Tx } from "@/db/client/client";
import {
  insertApiKey,
  type KeyUsageTimes,
  type NewApiKey,
  selectAgentsForKeys,
  type VisibleApiKey,
} from "@/db/queries/api-keys";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sortByName, sortKey } from "@/lib/core/name-order";
import { type Actor, actorName } from "@/lib/features/actor";
import type { AuditEvent } from "@/lib/features/audit/record-audit";
import type { ApiKeyDto, CreatedApiKey } from "./contract";
import { generateSecret, maskSecret } from "./secret";

export const keyNotFound = (): AppError =>
  new AppError("NOT_FOUND", "This key no longer exists. Another user may have deleted it.");

/** The agents that the keys are limited to, sorted by name. */
export const readAgentsForKeys = async (db: Executor, workspaceId: string, keyIds: string[]) =>
  sortByName(await selectAgentsForKeys(db, workspaceId, keyIds));

const NEVER_USED: KeyUsageTimes = {
  lastUsedAt: null,
  lastSuccessAt: null,
  lastRefusalAt: null,
  lastRefusalStatus: null,
  outcomeUnknownUntil: null,
};

/**
 * Inserts a key with a new secret. Only the result has the secret: it is stored nowhere.
 * @param agents the agents that the key covers; empty for a key that covers all agents
 */
export async function insertNewKey(
  tx: Tx,
  actor: Actor,
  values: Pick<NewApiKey, "name" | "allAgents" | "permissions" | "expiresAt" | "replacesId">,
  agents: { id: string; name: string }[],
): Promise<CreatedApiKey> {
  const { secret, hash, start, end } = generateSecret();
  const key = {
    ...values,
    sortKey: sortKey(values.name),
    id: newId("apiKey"),
    secretHash: hash,
    secretStart: start,
    secretEnd: end,
    createdById: actor.kind === "member" ? actor.userId : null,
    createdByName: actorName(actor),
  };
  const agentIds = agents.map(({ id }) => id);
  const inserted = await insertApiKey(tx, actor.workspaceId, key, agentIds);
  return { key: toApiKeyDto({ ...key, ...inserted, ...NEVER_USED, version: 1 }, agents), secret };
}

export function toApiKeyDto(row: VisibleApiKey, agents: { id: string; name: string }[]): ApiKeyDto {
  const { lastUsedAt, lastSuccessAt, lastRefusalAt, outcomeUnknownUntil } = row;
  const known = [lastSuccessAt, lastRefusalAt, outcomeUnknownUntil].map((at) => at?.getTime() ?? 0);
  // Written by the previous version, which did not record whether a request succeeded.
  const unclassified = lastUsedAt !== null && lastUsedAt.getTime() > Math.max(...known);
  return {
    id: row.id,
    name: row.name,
    masked: maskSecret(row.secretStart, row.secretEnd),
    agents: row.allAgents ? null : agents.map(({ id, name }) => ({ id, name })),
    permissions: row.permissions,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: row.state,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    lastRefusalAt: lastRefusalAt?.toISOString() ?? null,
    lastRefusalStatus: row.lastRefusalStatus,
    outcomeUnknownUntil: (unclassified ? lastUsedAt : outcomeUnknownUntil)?.toISOString() ?? null,
    version: row.version,
  };
}

/** The audit entry of a new key. It names agents by name and by ID: a name can change. */
export const keyCreatedEntry = ({ id, name, agents, permissions, expiresAt }: ApiKeyDto): AuditEvent => ({
  action: "api_key.created",
  target: { kind: "api_key", id, name },
  changes: {
    agents: { new: agents === null ? "all" : agents.map((agent) => `${agent.name} (${agent.id})`) },
    permissions: { new: permissions },
    expiresAt: { new: expiresAt },
  },
});

export const keyDeletedEntry = (
  key: Pick<VisibleApiKey, "id" | "name" | "permissions" | "expiresAt">,
): AuditEvent => ({
  action: "api_key.deleted",
  target: { kind: "api_key", id: key.id, name: key.name },
  changes: { permissions: { old: key.permissions }, expiresAt: { old: key.expiresAt.toISOString() } },
});
