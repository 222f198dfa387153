import { reader } from "@/db/client";
import { selectAgent } from "@/db/queries/agents";
import { countConversationsUpTo, selectKeysListing } from "@/db/queries/deleted-agents";
import { type Actor, requireAdmin } from "../actor";
import { AppError } from "../errors";
import type { AgentDeletionDto, DeleteAgentInput } from "./contract";
import { MOST_COUNTED, MOST_KEYS_NAMED } from "./terms";

/**
 * What would go with an agent: whoever deletes it is told first.
 * @throws AppError NOT_FOUND
 */
export async function readAgentDeletion(actor: Actor, input: DeleteAgentInput): Promise<AgentDeletionDto> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const agent = await selectAgent(reader(), workspaceId, input.id);
  if (!agent) throw new AppError("NOT_FOUND", "This agent no longer exists.");
  const [conversations, { keys, more }] = await Promise.all([
    // One more than is told, so that "more than" is known.
    countConversationsUpTo(reader(), workspaceId, agent.id, MOST_COUNTED + 1),
    selectKeysListing(reader(), workspaceId, agent.id, MOST_KEYS_NAMED),
  ]);
  return { conversations, keys, moreKeys: more };
}
