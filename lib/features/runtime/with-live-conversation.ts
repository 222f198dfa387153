import { type Tx, transaction } from "@/db/client/client";
import { type LiveConversation, lockConversation } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import type { RuntimeActor } from "@/lib/features/actor";

/**
 * Runs a write on a conversation that is still going on, one at a time.
 * @throws AppError CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
 */
export async function withLiveConversation<T>(
  { workspaceId, agentId }: RuntimeActor,
  id: string,
  write: (tx: Tx, conversation: LiveConversation) => Promise<T>,
): Promise<T> {
  return transaction(async (tx) => {
    const conversation = await lockConversation(tx, workspaceId, agentId, id);
    if (!conversation) throw new AppError("CONVERSATIONS_NOT_FOUND");
    if (!conversation.inProgress) throw new AppError("CONVERSATION_ENDED");
    return write(tx, conversation);
  });
}
