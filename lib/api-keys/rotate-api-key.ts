import { transaction } from "@/db/client";
import { isUniqueViolation } from "@/db/errors";
import { insertApiKey, selectAgentsOfKeys, selectApiKey, selectApiKeyStory } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { AppError } from "../errors";
import { newId } from "../ids";
import type { CreatedApiKey, RotateApiKeyInput } from "./contract";
import { makeSecret } from "./secret";
import { toApiKeyDto } from "./to-dto";

/**
 * Makes a successor with the same agents and permissions. The old key works on until somebody deletes it, so whoever
 * uses it has time to change. The new secret is in the answer and nowhere else, ever.
 * @throws AppError NOT_FOUND; KEY_HAS_SUCCESSOR while there is one; NAME_TAKEN
 */
export async function rotateApiKey(actor: Actor, input: RotateApiKeyInput): Promise<CreatedApiKey> {
  requireAccess(actor, "api_keys", "edit");
  const { workspaceId } = actor;
  const { secret, hash, start, end } = makeSecret();
  try {
    return await transaction(async (tx) => {
      // Locked, so that two who rotate at once do not make two successors.
      const old = await selectApiKey(tx, workspaceId, input.id, { lock: true });
      if (!old)
        throw new AppError("NOT_FOUND", "This key no longer exists. It may have been deleted meanwhile.");
      const { replacedBy } = await selectApiKeyStory(tx, workspaceId, old.id);
      if (replacedBy) throw new AppError("KEY_HAS_SUCCESSOR");
      const agents = old.allAgents ? [] : await selectAgentsOfKeys(tx, workspaceId, [old.id]);
      const key = {
        id: newId("apiKey"),
        name: input.name,
        secretStart: start,
        secretEnd: end,
        allAgents: old.allAgents,
        permissions: old.permissions,
        createdByName: actor.kind === "system" ? "Agent Studio" : actor.name,
        expiresAt: new Date(input.expiresAt),
      };
      const createdById = actor.kind === "member" ? actor.userId : null;
      const made = await insertApiKey(
        tx,
        workspaceId,
        { ...key, secretHash: hash, createdById, replacesId: old.id },
        agents.map(({ id }) => id),
      );
      await recordAudit(tx, actor, {
        action: "api_key.rotated",
        target: { kind: "api_key", id: old.id, name: old.name },
        changes: { successor: { new: key.name }, expiresAt: { new: key.expiresAt.toISOString() } },
      });
      return { key: toApiKeyDto({ ...key, ...made, version: 1, lastUsedAt: null }, agents), secret };
    });
  } catch (error) {
    if (isUniqueViolation(error, "api_keys_name")) {
      const message = "A key with this name exists already. Choose a different name.";
      throw new AppError("NAME_TAKEN", message, { name: message });
    }
    throw error;
  }
}
