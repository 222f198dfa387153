import { selectApiKey, selectApiKeyDetails } from "@/db/queries/api-keys";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { recordAuditBatch } from "@/lib/features/audit/record-audit";
import type { CreatedApiKey, RotateApiKeyInput } from "./contract";
import { insertNewKey, keyCreatedEntry, keyNotFound, readAgentsForKeys } from "./internal";
import { withUniqueName } from "./unique-name";

/**
 * Creates a successor with the same agents and permissions. The old key keeps working until it expires or is deleted, so
 * clients can switch over without downtime. Only the result has the new secret: it is stored nowhere.
 * @throws AppError NOT_FOUND; KEY_HAS_SUCCESSOR while there is one; NAME_TAKEN
 */
export async function rotateApiKey(actor: Actor, input: RotateApiKeyInput): Promise<CreatedApiKey> {
  requireAccess(actor, "api_keys", "edit");
  const { workspaceId } = actor;
  return withUniqueName(async (tx) => {
    // The lock keeps concurrent rotations from creating two successors.
    const old = await selectApiKey(tx, workspaceId, input.id, { lock: true });
    if (!old) throw keyNotFound();
    const { replacedBy } = await selectApiKeyDetails(tx, workspaceId, old.id);
    if (replacedBy) throw new AppError("KEY_HAS_SUCCESSOR");
    const agents = old.allAgents ? [] : await readAgentsForKeys(tx, workspaceId, [old.id]);

    const { allAgents, permissions } = old;
    const values = { name: input.name, allAgents, permissions, expiresAt: new Date(input.expiresAt) };
    const created = await insertNewKey(tx, actor, { ...values, replacesId: old.id }, agents);
    await recordAuditBatch(tx, actor, [
      keyCreatedEntry(created.key),
      {
        action: "api_key.rotated",
        target: { kind: "api_key", id: old.id, name: old.name },
        changes: { successor: { new: created.key.name }, expiresAt: { new: created.key.expiresAt } },
      },
    ]);
    return created;
  });
}
