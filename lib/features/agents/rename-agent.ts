import { transaction } from "@/db/client/client";
import { selectAgent, updateAgent } from "@/db/queries/agents";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { AgentDto, RenameAgentInput } from "./contract";
import { agentNotFound, toAgentDto } from "./internal";

/**
 * Renames an agent. Its ID and slug do not change, because clients use them.
 * @throws AppError NOT_FOUND, or STALE_EDIT when another user renamed it after `input.seen` was read
 */
export async function renameAgent(actor: Actor, input: RenameAgentInput): Promise<AgentDto> {
  requireAdmin(actor);
  return transaction(async (tx) => {
    const before = await selectAgent(tx, actor.workspaceId, input.id, { lock: true });
    if (!before) throw agentNotFound();
    if (before.name !== input.name) {
      if (input.seen !== undefined && input.seen !== before.name) throw new AppError("STALE_EDIT");
      await updateAgent(tx, actor.workspaceId, before.id, { name: input.name });
      await recordAudit(tx, actor, {
        action: "agent.renamed",
        target: { kind: "agent", id: before.id, name: input.name },
        changes: { name: { old: before.name, new: input.name } },
      });
    }
    return toAgentDto({ ...before, name: input.name });
  });
}
