import { transaction } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { replaceRuntimeToken } from "@/db/queries/runtime-tokens";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { generateRuntimeToken } from "./runtime-token";

/**
 * Creates an agent's runtime token. It replaces the previous token, which stops working immediately. Only its hash is
 * stored, so the returned token cannot be read again.
 * @param agentIdOrSlug the agent, by ID or slug
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function createRuntimeToken(
  actor: Actor,
  agentIdOrSlug: string,
): Promise<{ id: string; token: string }> {
  requireAdmin(actor);
  return transaction(async (tx) => {
    const agent = await selectAgent(tx, actor.workspaceId, agentIdOrSlug, { lock: true });
    if (!agent) throw new AppError("PROJECT_NOT_FOUND", `No agent ${agentIdOrSlug} in this workspace.`);
    const token = generateRuntimeToken();
    await replaceRuntimeToken(tx, actor.workspaceId, agent.id, hashToken(token));
    await recordAudit(tx, actor, {
      action: "agent.token_made",
      target: { kind: "agent", id: agent.id, name: agent.name },
    });
    return { id: agent.id, token };
  });
}
