import { insertEventId } from "@/db/queries/external-events";
import { newId } from "@/lib/core/ids";
import type { RuntimeActor } from "@/lib/features/actor";
import type { IssueEventIdInput } from "./contract";
import { withLiveConversation } from "./internal";

/**
 * Issues an ID that lets another system send events into the conversation for one hour.
 * @throws AppError CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
 */
export async function issueEventId(
  actor: RuntimeActor,
  conversationId: string,
  input: IssueEventIdInput,
): Promise<{ event_id: string; expires_at: string }> {
  return withLiveConversation(actor, conversationId, async (tx) => {
    const id = newId("externalEvent");
    const expiresAt = await insertEventId(tx, actor.workspaceId, {
      agentId: actor.agentId,
      conversationId,
      id,
      sendToLlm: input.send_to_llm,
    });
    return { event_id: id, expires_at: expiresAt.toISOString() };
  });
}
