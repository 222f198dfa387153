import { transaction } from "@/db/client";
import { isUniqueViolation } from "@/db/errors";
import { selectAgentsById } from "@/db/queries/agents";
import { insertApiKey } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { AppError } from "../errors";
import { newId } from "../ids";
import type { CreateApiKeyInput, CreatedApiKey } from "./contract";
import { makeSecret } from "./secret";
import { toApiKeyDto } from "./to-dto";

/**
 * Makes a key. Its secret is in the answer and nowhere else, ever.
 * @throws AppError NAME_TAKEN when a key of the workspace has the name, case ignored; NOT_FOUND for an agent that the
 *   workspace does not have; AGENT_ON_V1 for one that is still on Conversations v1
 */
export async function createApiKey(actor: Actor, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  requireAccess(actor, "api_keys", "edit");
  const { workspaceId } = actor;
  const { secret, hash, start, end } = makeSecret();
  const key = {
    id: newId("apiKey"),
    name: input.name,
    secretStart: start,
    secretEnd: end,
    allAgents: input.agents.scope === "all",
    permissions: input.permissions,
    createdByName: actor.kind === "system" ? "Agent Studio" : actor.name,
    expiresAt: new Date(input.expiresAt),
  };
  const agentIds = input.agents.scope === "all" ? [] : [...new Set(input.agents.ids)];

  try {
    return await transaction(async (tx) => {
      const agents = agentIds.length === 0 ? [] : await selectAgentsById(tx, workspaceId, agentIds);
      if (agents.length < agentIds.length) {
        throw new AppError("NOT_FOUND", "One of the chosen agents no longer exists. Choose again.", {
          agents: "One of the chosen agents no longer exists. Choose again.",
        });
      }
      const old = agents.find((agent) => agent.conversationsApi === "v1");
      if (old) {
        const message = `${old.name} is still on Conversations v1 and cannot be put on a key. Migrate it to v3 first.`;
        throw new AppError("AGENT_ON_V1", message, { agents: message });
      }

      const createdById = actor.kind === "member" ? actor.userId : null;
      const made = await insertApiKey(tx, workspaceId, { ...key, secretHash: hash, createdById }, agentIds);
      await recordAudit(tx, actor, {
        action: "api_key.created",
        target: { kind: "api_key", id: key.id, name: key.name },
        changes: {
          agents: { new: key.allAgents ? "all" : agentIds },
          permissions: { new: key.permissions },
          expiresAt: { new: key.expiresAt.toISOString() },
        },
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
