import { selectAgentsForKeys, selectApiKey, selectApiKeyDetails } from "@/db/queries/api-keys";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { recordAuditBatch } from "@/lib/features/audit/record-audit";
import type { CreatedApiKey, RotateApiKeyInput } from "./contract";
import { insertNewKey, keyCreatedEntry } from "./internal";
import { keyNotFound } from "./key-not-found";
import { withUniqueName } from "./unique-name";

/**
 * Makes a successor with the same agents and permissions. The old key works on until somebody deletes it, so whoever
 * uses it has time to change. The new secret is in the answer and nowhere else, ever.
 * @throws AppError NOT_FOUND; KEY_HAS_SUCCESSOR while there is one; NAME_TAKEN
 */
export async function rotateApiKey(actor: Actor, input: RotateApiKeyInput): Promise<CreatedApiKey> {
  requireAccess(actor, "api_keys", "edit");
  const { workspaceId } = actor;
  return withUniqueName(async (tx) => {
    // Locked, so that two who rotate at once do not make two successors.
    const old = await selectApiKey(tx, workspaceId, input.id, { lock: true });
    if (!old) throw keyNotFound();
    const { replacedBy } = await selectApiKeyDetails(tx, workspaceId, old.id);
    if (replacedBy) throw new AppError("KEY_HAS_SUCCESSOR");
    const agents = old.allAgents ? [] : await selectAgentsForKeys(tx, workspaceId, [old.id]);

    const { allAgents, permissions } = old;
    const told = { name: input.name, allAgents, permissions, expiresAt: new Date(input.expiresAt) };
    const created = await insertNewKey(tx, actor, { ...told, replacesId: old.id }, agents);
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
