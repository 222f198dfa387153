import type { VisibleApiKey } from "@/db/queries/api-keys";
import type { ApiKeyDto } from "./contract";
import { maskSecret } from "./secret";

/** A row and its agents as people see them. */
export function toApiKeyDto(row: VisibleApiKey, agents: { id: string; name: string }[]): ApiKeyDto {
  const { lastUsedAt, lastSuccessAt, lastRefusalAt, outcomeUnknownUntil } = row;
  const known = [lastSuccessAt, lastRefusalAt, outcomeUnknownUntil].map((at) => at?.getTime() ?? 0);
  // The version before this one stored a use, which is not classified yet.
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
