import { db } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { countConversationsUpTo, selectKeysForAgent } from "@/db/queries/deleted-agents";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { MAX_CONVERSATIONS_COUNTED, MAX_KEYS_LISTED } from "./constants";
import type { AgentDeletionPreviewDto, DeleteAgentInput } from "./contract";
import { agentNotFound } from "./internal";

/**
 * Counts what would be deleted with an agent, for the confirmation dialog.
 * @throws AppError NOT_FOUND
 */
export async function previewAgentDeletion(
  actor: Actor,
  input: DeleteAgentInput,
): Promise<AgentDeletionPreviewDto> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const agent = await selectAgent(db(), workspaceId, input.id);
  if (!agent) throw agentNotFound();
  const [conversations, { keys, more }] = await Promise.all([
    // One more than is shown, to detect "more than".
    countConversationsUpTo(db(), workspaceId, agent.id, MAX_CONVERSATIONS_COUNTED + 1),
    selectKeysForAgent(db(), workspaceId, agent.id, MAX_KEYS_LISTED),
  ]);
  return { conversations, keys, moreKeys: more };
}
