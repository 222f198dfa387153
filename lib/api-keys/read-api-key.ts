import { reader } from "@/db/client";
import { selectAgentsOfKeys, selectApiKey, selectApiKeyStory } from "@/db/queries/api-keys";
import { selectDeletion } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "../actor";
import { AppError } from "../errors";
import { listUnusedPermissions } from "../usage/list-unused-permissions";
import type { ApiKeyStoryDto } from "./contract";
import { toApiKeyDto } from "./to-dto";

/**
 * A key with all that its page tells, or who deleted it.
 * @throws AppError NOT_FOUND for an id that no key of the workspace ever had
 */
export async function readApiKey(actor: Actor, id: string): Promise<ApiKeyStoryDto> {
  requireAccess(actor, "api_keys", "read");
  const { workspaceId } = actor;
  const row = await selectApiKey(reader(), workspaceId, id);
  if (!row) {
    const deletion = await selectDeletion(reader(), workspaceId, "api_key.deleted", id);
    if (!deletion) throw new AppError("NOT_FOUND");
    const { targetName, createdAt, actorName } = deletion;
    return { deleted: { name: targetName, at: createdAt.toISOString(), by: actorName } };
  }
  const [agents, story] = await Promise.all([
    row.allAgents ? [] : selectAgentsOfKeys(reader(), workspaceId, [id]),
    selectApiKeyStory(reader(), workspaceId, id),
  ]);
  const key = toApiKeyDto(row, agents);
  const { replaces, replacedBy } = story;
  const from = (path: string | null, address: string | null) =>
    path === null || address === null ? null : { path, address };
  return {
    key,
    lastSuccess: from(story.lastSuccessPath, story.lastSuccessAddress),
    lastRefusal: from(story.lastRefusalPath, story.lastRefusalAddress),
    replaces,
    replacedBy,
    unusedPermissions: await listUnusedPermissions(actor, key),
  };
}
