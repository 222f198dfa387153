import { transaction } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { selectKeysForAgent, softDeleteAgent } from "@/db/queries/deleted-agents";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { MAX_KEYS_LISTED } from "./constants";
import type { DeleteAgentInput } from "./contract";
import { agentNotFound } from "./internal";
import { agentPurger } from "./purge-deleted-agents";

/**
 * Deletes an agent. Once the transaction commits, every instance treats it as not found: it is removed from keys, its
 * runtime token is rejected, and its slug is free. Its conversations can no longer be read and are purged in the
 * background, in small batches, so that no caller waits for millions of rows. A key whose last agent is removed remains
 * and covers no agent.
 * @throws AppError NOT_FOUND
 */
export async function deleteAgent(
  actor: Actor,
  input: DeleteAgentInput,
): Promise<{ id: string; name: string }> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const deleted = await transaction(async (tx) => {
    const agent = await selectAgent(tx, workspaceId, input.id, { lock: true });
    if (!agent) throw agentNotFound();
    const { keys, more } = await selectKeysForAgent(tx, workspaceId, agent.id, MAX_KEYS_LISTED);
    const names = keys.map(({ name }) => name);
    await softDeleteAgent(tx, workspaceId, agent.id);
    await recordAudit(tx, actor, {
      action: "agent.deleted",
      target: { kind: "agent", id: agent.id, name: agent.name },
      changes: {
        slug: { old: agent.slug },
        keys: { old: more > 0 ? [...names, `and ${more} more`] : names },
      },
    });
    return { id: agent.id, name: agent.name };
  });
  agentPurger().schedule();
  return deleted;
}
