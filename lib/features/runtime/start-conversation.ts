import { transaction } from "@/db/client/client";
import { insertMetricNames } from "@/db/queries/conversations";
import { insertLiveConversation, lockAgent } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { RuntimeActor } from "@/lib/features/actor";
import type { StartConversationInput } from "./contract";
import { setMetrics } from "./conversation-metrics";
import { assertNotInFuture } from "./internal";

/**
 * Starts a conversation. Repeating the same ID changes nothing, so a runtime can retry after a lost response. The start
 * time defaults to the database's clock.
 * @returns the ID, and `created: false` if the conversation already existed
 * @throws AppError RUNTIME_TOKEN_INVALID if the agent was deleted, RUNTIME_VALIDATION_FAILED if `started_at` is more than a
 *   day in the future
 */
export async function startConversation(
  { workspaceId, agentId }: RuntimeActor,
  input: StartConversationInput,
): Promise<{ id: string; created: boolean }> {
  const id = input.id ?? newId("conversation");
  return transaction(async (tx) => {
    const now = await lockAgent(tx, workspaceId, agentId);
    // The token was deleted with the agent, while the body arrived.
    if (!now) throw new AppError("RUNTIME_TOKEN_INVALID");
    const startedAt = input.started_at ? new Date(input.started_at) : now;
    assertNotInFuture("started_at", startedAt, now);
    const created = await insertLiveConversation(tx, workspaceId, agentId, {
      id,
      environment: input.environment,
      startedAt,
      channel: input.channel,
      fromNumber: input.from_number,
      toNumber: input.to_number,
      variantId: input.variant_id,
      variantName: input.variant_name,
      language: input.language,
      direction: input.direction,
      ...setMetrics({ metrics: "{}", metricTimes: "{}" }, { CALL_IN_PROGRESS: "true" }, startedAt),
    });
    if (created) await insertMetricNames(tx, workspaceId, agentId, ["CALL_IN_PROGRESS"]);
    return { id, created };
  });
}
