import { selectApiKey, updateApiKey } from "@/db/queries/api-keys";
import { AppError } from "@/lib/core/errors";
import { sortKey } from "@/lib/core/name-order";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { changesBetween, recordAudit } from "@/lib/features/audit/record-audit";
import { knownPermissions } from "./constants";
import type { ApiKeyDto, EditApiKeyInput } from "./contract";
import { keyNotFound, readAgentsForKeys, toApiKeyDto } from "./internal";
import { withUniqueName } from "./unique-name";

/**
 * Changes a key's name and permissions. Its agents and expiry can't be changed. Saving the current values is no edit: it
 * keeps the version and writes no audit entry. Keeps permissions that only a newer version knows.
 * @throws AppError NOT_FOUND; NAME_TAKEN; STALE_EDIT when another user saved after the editor last read the key
 */
export async function editApiKey(actor: Actor, input: EditApiKeyInput): Promise<ApiKeyDto> {
  requireAccess(actor, "api_keys", "edit");
  const { workspaceId } = actor;
  return withUniqueName(async (tx) => {
    const before = await selectApiKey(tx, workspaceId, input.id, { lock: true });
    if (!before) throw keyNotFound();
    const agents = await readAgentsForKeys(tx, workspaceId, [before.id]);

    const known = knownPermissions(before.permissions);
    const others = before.permissions.filter((permission) => !known.includes(permission));
    const after = { name: input.name, permissions: [...input.permissions, ...others] };
    const changes = changesBetween({ name: before.name, permissions: before.permissions }, after);
    if (Object.keys(changes).length === 0) return toApiKeyDto(before, agents);
    if (before.version !== input.version) throw new AppError("STALE_EDIT");

    await updateApiKey(tx, workspaceId, before.id, { ...after, sortKey: sortKey(after.name) });
    await recordAudit(tx, actor, {
      action: "api_key.edited",
      target: { kind: "api_key", id: before.id, name: after.name },
      changes,
    });
    return toApiKeyDto({ ...before, ...after, version: before.version + 1 }, agents);
  });
}
