import { selectAgentsOfKeys, selectApiKey, selectApiKeyStory } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "../actor";
import { recordAudits } from "../audit/record-audit";
import { AppError } from "../errors";
import type { CreatedApiKey, RotateApiKeyInput } from "./contract";
import { keyGone } from "./key-gone";
import { namingTransaction } from "./name-taken";
import { creationOf, insertNewKey } from "./new-key";

/**
 * Makes a successor with the same agents and permissions. The old key works on until somebody deletes it, so whoever
 * uses it has time to change. The new secret is in the answer and nowhere else, ever.
 * @throws AppError NOT_FOUND; KEY_HAS_SUCCESSOR while there is one; NAME_TAKEN
 */
export async function rotateApiKey(actor: Actor, input: RotateApiKeyInput): Promise<CreatedApiKey> {
  requireAccess(actor, "api_keys", "edit");
  const { workspaceId } = actor;
  return namingTransaction(async (tx) => {
    // Locked, so that two who rotate at once do not make two successors.
    const old = await selectApiKey(tx, workspaceId, input.id, { lock: true });
    if (!old) throw keyGone();
    const { replacedBy } = await selectApiKeyStory(tx, workspaceId, old.id);
    if (replacedBy) throw new AppError("KEY_HAS_SUCCESSOR");
    const agents = old.allAgents ? [] : await selectAgentsOfKeys(tx, workspaceId, [old.id]);

    const { allAgents, permissions } = old;
    const told = { name: input.name, allAgents, permissions, expiresAt: new Date(input.expiresAt) };
    const created = await insertNewKey(tx, actor, { ...told, replacesId: old.id }, agents);
    await recordAudits(tx, actor, [
      creationOf(created.key),
      {
        action: "api_key.rotated",
        target: { kind: "api_key", id: old.id, name: old.name },
        changes: { successor: { new: created.key.name }, expiresAt: { new: created.key.expiresAt } },
      },
    ]);
    return created;
  });
}
