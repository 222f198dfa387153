import { selectAgentsForKeys, selectApiKey, updateApiKey } from "@/db/queries/api-keys";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { changesBetween, recordAudit } from "@/lib/features/audit/record-audit";
import { knownPermissions } from "./constants";
import type { ApiKeyDto, EditApiKeyInput } from "./contract";
import { keyNotFound } from "./key-not-found";
import { toApiKeyDto } from "./to-dto";
import { withUniqueName } from "./unique-name";

/**
 * Changes a key's name and permissions; scope and expiry are fixed for its life. Saving what is there already is no edit.
 * Permissions that only a newer version knows stay.
 * @throws AppError NOT_FOUND, NAME_TAKEN, or STALE_EDIT when someone saved after the editor last looked
 */
export async function editApiKey(actor: Actor, input: EditApiKeyInput): Promise<ApiKeyDto> {
  requireAccess(actor, "api_keys", "edit");
  const { workspaceId } = actor;
  return withUniqueName(async (tx) => {
    const before = await selectApiKey(tx, workspaceId, input.id, { lock: true });
    if (!before) throw keyNotFound();
    const agents = await selectAgentsForKeys(tx, workspaceId, [before.id]);

    const known = knownPermissions(before.permissions);
    const others = before.permissions.filter((permission) => !known.includes(permission));
    const after = { name: input.name, permissions: [...input.permissions, ...others] };
    const changes = changesBetween({ name: before.name, permissions: before.permissions }, after);
    if (Object.keys(changes).length === 0) return toApiKeyDto(before, agents);
    if (before.version !== input.version) throw new AppError("STALE_EDIT");

    await updateApiKey(tx, workspaceId, before.id, after);
    await recordAudit(tx, actor, {
      action: "api_key.edited",
      target: { kind: "api_key", id: before.id, name: after.name },
      changes,
    });
    return toApiKeyDto({ ...before, ...after, version: before.version + 1 }, agents);
  });
}
