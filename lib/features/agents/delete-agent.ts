import { transaction } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { selectKeysForAgent, softDeleteAgent } from "@/db/queries/deleted-agents";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { MAX_KEYS_LISTED } from "./constants";
import type { DeleteAgentInput } from "./contract";
import { agentPurger } from "./purge-deleted-agents";

/**
 * Deletes an agent. From the commit on it is "not found" everywhere, on every instance: off the keys that list it, its
 * runtime token refused, its slug free. Its conversations, which nobody can reach any more, are removed afterwards, a few
 * at a time, so that nobody waits for millions of them. A key whose list becomes empty stays and covers nothing.
 * @throws AppError NOT_FOUND
 */
export async function deleteAgent(
  actor: Actor,
  input: DeleteAgentInput,
): Promise<{ id: string; name: string }> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const gone = await transaction(async (tx) => {
    const agent = await selectAgent(tx, workspaceId, input.id, { lock: true });
    if (!agent) throw new AppError("NOT_FOUND", "This agent no longer exists.");
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
  return gone;
}
