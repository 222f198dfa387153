import { transaction } from "@/db/client/client";
import { selectAgent, updateAgent } from "@/db/queries/agents";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { AgentDto, MigrateAgentInput } from "./contract";
import { agentNotFound, toAgentDto } from "./internal";

/**
 * Moves an agent from Conversations v1 to v3. Keys can then cover it, and the API returns its conversations. There is no
 * way back, because v1 is retired. Does nothing for an agent that is already migrated.
 * @throws AppError NOT_FOUND
 */
export async function migrateAgent(actor: Actor, input: MigrateAgentInput): Promise<AgentDto> {
  requireAdmin(actor);
  return transaction(async (tx) => {
    const before = await selectAgent(tx, actor.workspaceId, input.id, { lock: true });
    if (!before) throw agentNotFound();
    // A newer version may have moved it further.
    if (before.conversationsApi !== "v1") return toAgentDto(before);
    await updateAgent(tx, actor.workspaceId, before.id, { conversationsApi: "v3" });
    await recordAudit(tx, actor, {
      action: "agent.migrated",
      target: { kind: "agent", id: before.id, name: before.name },
      changes: { conversationsApi: { old: "v1", new: "v3" } },
    });
    return toAgentDto({ ...before, conversationsApi: "v3" });
  });
}
