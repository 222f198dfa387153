import type { VisibleApiKey } from "@/db/queries/api-keys";
import type { ApiKeyDto } from "./contract";
import { maskSecret } from "./secret";

/** A row and its agents as people see them. */
export function toApiKeyDto(row: VisibleApiKey, agents: { id: string; name: string }[]): ApiKeyDto {
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
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    version: row.version,
  };
}
