import type { Tx } from "@/db/client/client";
import { selectAgentsById } from "@/db/queries/agents";
import { isolated } from "@/lib/core/bidi";
import { AppError } from "@/lib/core/errors";
import { sortByName } from "@/lib/core/name-order";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { CreateApiKeyInput, CreatedApiKey } from "./contract";
import { insertNewKey, keyCreatedEntry } from "./internal";
import { withUniqueName } from "./unique-name";

/**
 * Creates a key. Only the result has the secret: it is stored nowhere.
 * @throws AppError NAME_TAKEN when a key of the workspace has the name, ignoring case; NOT_FOUND for an agent that the
 *   workspace does not have; AGENT_ON_V1 for an agent that still uses Conversations v1
 */
export async function createApiKey(actor: Actor, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  requireAccess(actor, "api_keys", "edit");
  const { name, permissions } = input;
  const allAgents = input.agents.scope === "all";
  const agentIds = input.agents.scope === "all" ? [] : [...new Set(input.agents.ids)];
  const expiresAt = new Date(input.expiresAt);

  return withUniqueName(async (tx) => {
    const agents = agentIds.length === 0 ? [] : await agentsForKey(tx, actor.workspaceId, agentIds);
    const created = await insertNewKey(tx, actor, { name, allAgents, permissions, expiresAt }, agents);
    await recordAudit(tx, actor, keyCreatedEntry(created.key));
    return created;
  });
}

/** Reads the selected agents and checks that a key can cover each of them. */
async function agentsForKey(tx: Tx, workspaceId: string, ids: string[]) {
  const agents = sortByName(await selectAgentsById(tx, workspaceId, ids));
  if (agents.length < ids.length) {
    const message = "One of the selected agents no longer exists. Review your selection.";
    throw new AppError("NOT_FOUND", message, { agents: message });
  }
  const old = agents.find((agent) => agent.conversationsApi === "v1");
  if (old) {
    const message = isolated`${old.name} still uses Conversations v1, so it can’t be added to a key. Migrate it to v3 first.`;
    throw new AppError("AGENT_ON_V1", message, { agents: message });
  }
  return agents;
}
