import { db } from "@/db/client/client";
import { selectApiKey, selectApiKeyDetails } from "@/db/queries/api-keys";
import { selectDeletion } from "@/db/queries/audit-entries";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { ApiKeyDetailsDto } from "./contract";
import { readAgentsForKeys, toApiKeyDto } from "./internal";
import { listUnusedPermissions } from "./list-unused-permissions";

/**
 * Returns everything that a key's page shows; of a deleted key, when and by which user it was deleted.
 * @throws AppError NOT_FOUND for an ID that no key of the workspace has ever had
 */
export async function readApiKey(actor: Actor, id: string): Promise<ApiKeyDetailsDto> {
  requireAccess(actor, "api_keys", "read");
  const { workspaceId } = actor;
  const row = await selectApiKey(db(), workspaceId, id);
  if (!row) {
    const deletion = await selectDeletion(db(), workspaceId, "api_key.deleted", id);
    if (!deletion) throw new AppError("NOT_FOUND");
    const { targetName, createdAt, actorName } = deletion;
    return { deleted: { name: targetName, at: createdAt.toISOString(), by: actorName } };
  }
  const [agents, details, unusedPermissions] = await Promise.all([
    row.allAgents ? [] : readAgentsForKeys(db(), workspaceId, [id]),
    selectApiKeyDetails(db(), workspaceId, id),
    listUnusedPermissions(actor, { ...row, createdAt: row.createdAt.toISOString() }),
  ]);
  const { replaces, replacedBy } = details;
  const origin = (path: string | null, address: string | null) =>
    path === null || address === null ? null : { path, address };
  return {
    key: toApiKeyDto(row, agents),
    lastSuccess: origin(details.lastSuccessPath, details.lastSuccessAddress),
    lastRefusal: origin(details.lastRefusalPath, details.lastRefusalAddress),
    replaces,
    replacedBy,
    unusedPermissions,
  };
}
