import { transaction } from "@/db/client/client";
import { insertMetricNames } from "@/db/queries/conversations";
import { lockConversation, updateLiveConversation } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import type { RuntimeActor } from "@/lib/features/actor";
import type { EndConversationInput } from "./contract";
import { setMetrics } from "./conversation-metrics";
import { assertNotInFuture, secondsBetween } from "./internal";

/**
 * Ends a conversation, which accepts no writes afterwards. Ending it again changes nothing, so a runtime can retry after
 * a lost response.
 * @throws AppError CONVERSATIONS_NOT_FOUND, RUNTIME_VALIDATION_FAILED if `ended_at` is before the conversation's start or
 *   more than a day in the future
 */
export async function endConversation(
  actor: RuntimeActor,
  id: string,
  input: EndConversationInput,
): Promise<void> {
  const { workspaceId, agentId } = actor;
  await transaction(async (tx) => {
    const conversation = await lockConversation(tx, workspaceId, agentId, id);
    if (!conversation) throw new AppError("CONVERSATIONS_NOT_FOUND");
    if (!conversation.inProgress) return;
    const finishedAt = input.ended_at ? new Date(input.ended_at) : conversation.now;
    if (input.ended_at && finishedAt < conversation.startedAt) {
      throw new AppError(
        "RUNTIME_VALIDATION_FAILED",
        "ended_at must not be before the conversation's start.",
      );
    }
    assertNotInFuture("ended_at", finishedAt, conversation.now);
    const seconds = secondsBetween(conversation.startedAt, finishedAt);
    await updateLiveConversation(tx, workspaceId, agentId, id, {
      inProgress: false,
      finishedAt,
      totalDuration: seconds,
      ...(conversation.handoff ? {} : { polyaiDuration: seconds }),
      ...setMetrics(conversation, { CALL_IN_PROGRESS: null, CALL_COMPLETED: "true" }, finishedAt),
    });
    await insertMetricNames(tx, workspaceId, agentId, ["CALL_COMPLETED"]);
  });
}
