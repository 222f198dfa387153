import { transaction } from "@/db/client/client";
import { insertMetricNames } from "@/db/queries/conversations";
import { insertLiveConversation, selectNow } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { RuntimeActor } from "@/lib/features/actor";
import type { StartConversationInput } from "./contract";
import { setMetrics } from "./conversation-metrics";

/** How far a runtime's clock may be ahead of the database's. */
const MAX_CLOCK_SKEW_MS = 86_400_000;

/**
 * Begins a conversation. The same id again is the same conversation, so a runtime may repeat what it got no answer to.
 * It starts now by the database's clock, or when the runtime says.
 * @returns its id, and whether it is new
 * @throws AppError RUNTIME_VALIDATION_FAILED when it would start more than a day from now
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
