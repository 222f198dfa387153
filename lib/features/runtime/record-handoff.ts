import { insertMetricNames } from "@/db/queries/conversations";
import { insertHandoff } from "@/db/queries/handoffs";
import { updateLiveConversation } from "@/db/queries/live-conversations";
import { jsonLimitViolation } from "@/lib/core/json-limits";
import type { RuntimeActor } from "@/lib/features/actor";
import type { HandoffInput } from "./contract";
import { setMetrics } from "./conversation-metrics";
import { invalidField, secondsBetween, withLiveConversation } from "./internal";

/**
 * Records that a call is handed off, with the data for the system that takes over.
 * @param data the JSON text of the handoff data; the Handoff API returns it unchanged
 * @throws AppError RUNTIME_VALIDATION_FAILED if the data nests too deep; CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
 */
export async function recordHandoff(
  actor: RuntimeActor,
  id: string,
  input: HandoffInput,
  data: string,
): Promise<void> {
  const { workspaceId, agentId } = actor;
  const { destination, reason } = input;
  const problem = jsonLimitViolation(data);
  if (problem) throw invalidField("data", problem);
  await withLiveConversation(actor, id, async (tx, conversation) => {
    const at = conversation.now;
    await insertHandoff(tx, workspaceId, {
      agentId,
      conversationId: id,
      sharedId: input.shared_id ?? null,
      destination,
      reason,
      data,
    });
    await updateLiveConversation(tx, workspaceId, agentId, id, {
      handoff: true,
      handoffDestination: destination,
      handoffReason: reason,
      // The agent's own part of the call: until the handoff.
      polyaiDuration: secondsBetween(conversation.startedAt, at),
      ...setMetrics(conversation, { HANDOFF_TO: destination, HANDOFF_REASON: reason }, at),
    });
    await insertMetricNames(tx, workspaceId, agentId, ["HANDOFF_TO", "HANDOFF_REASON"]);
  });
}
