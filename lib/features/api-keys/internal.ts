import type { Tx } from "@/db/client/client";
import { insertApiKey, type KeyUsageTimes, type NewApiKey } from "@/db/queries/api-keys";
import { newId } from "@/lib/core/ids";
import { type Actor, actorName } from "@/lib/features/actor";
import type { AuditEvent } from "@/lib/features/audit/record-audit";
import type { ApiKeyDto, CreatedApiKey } from "./contract";
import { generateSecret } from "./secret";
import { toApiKeyDto } from "./to-dto";

const NEVER_USED: KeyUsageTimes = {
  lastUsedAt: null,
  lastSuccessAt: null,
  lastRefusalAt: null,
  lastRefusalStatus: null,
  outcomeUnknownUntil: null,
};

/**
 * Writes a new key with a secret of its own. The secret is in the answer and nowhere else, ever.
 * @param agents those that it covers; of a key for all agents, none
 */
export async function insertNewKey(
  tx: Tx,
  actor: Actor,
  told: Pick<NewApiKey, "name" | "allAgents" | "permissions" | "expiresAt" | "replacesId">,
  agents: { id: string; name: string }[],
): Promise<CreatedApiKey> {
  const { secret, hash, start, end } = generateSecret();
  const key = {
    ...told,
    id: newId("apiKey"),
    secretHash: hash,
    secretStart: start,
    secretEnd: end,
    createdById: actor.kind === "member" ? actor.userId : null,
    createdByName: actorName(actor),
  };
  const agentIds = agents.map(({ id }) => id);
  const made = await insertApiKey(tx, actor.workspaceId, key, agentIds);
  return { key: toApiKeyDto({ ...key, ...made, ...NEVER_USED, version: 1 }, agents), secret };
}

/** What the audit says of a key that was made, from scratch or as a successor: its agents by name, and by the id that stays. */
export const keyCreatedEntry = ({ id, name, agents, permissions, expiresAt }: ApiKeyDto): AuditEvent => ({
  action: "api_key.created",
  target: { kind: "api_key", id, name },
  changes: {
    agents: { new: agents === null ? "all" : agents.map((agent) => `${agent.name} (${agent.id})`) },
    permissions: { new: permissions },
    expiresAt: { new: expiresAt },
  },
});
