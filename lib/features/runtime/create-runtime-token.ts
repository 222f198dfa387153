import { transaction } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { replaceRuntimeToken } from "@/db/queries/runtime-tokens";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { generateRuntimeToken } from "./runtime-token";

/**
 * Makes an agent's runtime token, in place of the one before, which is refused from then on. It is in the answer and
 * nowhere else.
 * @param agentIdOrSlug the agent, by id or slug
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function createRuntimeToken(
  actor: Actor,
  agentIdOrSlug: string,
): Promise<{ id: string; token: string }> {
  requireAdmin(actor);
  return transaction(async (tx) => {
    const agent = await selectAgent(tx, actor.workspaceId, agentIdOrSlug, { lock: true });
    if (!agent)
      throw new AppError("PROJECT_NOT_FOUND", `There is no agent ${agentIdOrSlug} in this workspace.`);
    const token = generateRuntimeToken();
    await replaceRuntimeToken(tx, actor.workspaceId, agent.id, hashToken(token));
    await recordAudit(tx, actor, {
      action: "agent.token_made",
      target: { kind: "agent", id: agent.id, name: agent.name },
    });
    return { id: agent.id, token };
  });
}
