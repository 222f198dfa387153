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
 * @throws AppError NOT_FOUND
 */
export async function createRuntimeToken(
  actor: Actor,
  agentId: string,
): Promise<{ id: string; token: string }> {
  requireAdmin(actor);
  return transaction(async (tx) => {
    const agent = await selectAgent(tx, actor.workspaceId, agentId, { lock: true });
    if (!agent) throw new AppError("NOT_FOUND", "This agent no longer exists.");
    const token = generateRuntimeToken();
    await replaceRuntimeToken(tx, actor.workspaceId, agent.id, hashToken(token));
    await recordAudit(tx, actor, {
      action: "agent.token_made",
      target: { kind: "agent", id: agent.id, name: agent.name },
    });
    return { id: agent.id, token };
  });
}
