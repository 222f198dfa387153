import { db } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { countConversationsUpTo, selectKeysForAgent } from "@/db/queries/deleted-agents";
import { AppError } from "@/lib/core/errors";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { MAX_CONVERSATIONS_COUNTED, MAX_KEYS_LISTED } from "./constants";
import type { AgentDeletionPreviewDto, DeleteAgentInput } from "./contract";

/**
 * What would go with an agent: whoever deletes it is told first.
 * @throws AppError NOT_FOUND
 */
export async function previewAgentDeletion(
  actor: Actor,
  input: DeleteAgentInput,
): Promise<AgentDeletionPreviewDto> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const agent = await selectAgent(db(), workspaceId, input.id);
  if (!agent) throw new AppError("NOT_FOUND", "This agent no longer exists.");
  const [conversations, { keys, more }] = await Promise.all([
    // One more than is told, so that "more than" is known.
    countConversationsUpTo(db(), workspaceId, agent.id, MAX_CONVERSATIONS_COUNTED + 1),
    selectKeysForAgent(db(), workspaceId, agent.id, MAX_KEYS_LISTED),
  ]);
  return { conversations, keys, moreKeys: more };
}
