import { reader } from "@/db/client";
import { selectAgentsOfKeys, selectApiKey } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "../actor";
import { AppError } from "../errors";
import type { ApiKeyDto, ReadApiKeyInput } from "./contract";
import { toApiKeyDto } from "./to-dto";

/**
 * One key as it is now, for an editor that was overtaken.
 * @throws AppError NOT_FOUND
 */
export async function readCurrentApiKey(actor: Actor, { id }: ReadApiKeyInput): Promise<ApiKeyDto> {
  requireAccess(actor, "api_keys", "read");
  const row = await selectApiKey(reader(), actor.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND", "This key no longer exists. It may have been deleted meanwhile.");
  return toApiKeyDto(row, await selectAgentsOfKeys(reader(), actor.workspaceId, [id]));
}
