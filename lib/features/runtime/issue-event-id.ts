import { insertEventId } from "@/db/queries/external-events";
import { newId } from "@/lib/core/ids";
import type { RuntimeActor } from "@/lib/features/actor";
import type { IssueEventIdInput } from "./contract";
import { withLiveConversation } from "./with-live-conversation";

/** Issues an id by which somebody outside can send events into the conversation, for an hour. */
export async function issueEventId(
  { workspaceId, agentId, ...actor }: RuntimeActor,
  conversationId: string,
  input: IssueEventIdInput,
): Promise<{ event_id: string; expires_at: string }> {
  return withLiveConversation({ ...actor, workspaceId, agentId }, conversationId, async (tx) => {
    const id = newId("externalEvent");
    const expires = await insertEventId(tx, workspaceId, {
      agentId,
      conversationId,
      id,
      sendToLlm: input.send_to_llm,
    });
    return { event_id: id, expires_at: expires.toISOString() };
  });
}
