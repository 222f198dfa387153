import { transaction } from "@/db/client/client";
import { insertMetricNames } from "@/db/queries/conversations";
import { insertLiveConversation, selectNow } from "@/db/queries/live-conversations";
import { DAY_MS } from "@/lib/core/durations";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { RuntimeActor } from "@/lib/features/actor";
import type { StartConversationInput } from "./contract";
import { setMetrics } from "./conversation-metrics";

/** How far a runtime's clock may be ahead of the database's. */
const MAX_CLOCK_SKEW_MS = DAY_MS;

/**
 * Starts a conversation. Repeating the same id changes nothing, so a runtime can retry after a lost response. The start
 * time defaults to the database's clock.
 * @returns the id, and `created: false` if the conversation already existed
 * @throws AppError RUNTIME_VALIDATION_FAILED if `started_at` is more than a day in the future
 */
export async function startConversation(
  { workspaceId, agentId }: RuntimeActor,
  input: StartConversationInput,
): Promise<{ id: string; created: boolean }> {
  const id = input.id ?? newId("conversation");
  return transaction(async (tx) => {
    const now = await selectNow(tx);
    const startedAt = input.started_at ? new Date(input.started_at) : now;
    if (startedAt.getTime() > now.getTime() + MAX_CLOCK_SKEW_MS) {
      const message = "must be at most a day after now";
      throw new AppError("RUNTIME_VALIDATION_FAILED", `started_at ${message}.`, { started_at: message });
    }
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
