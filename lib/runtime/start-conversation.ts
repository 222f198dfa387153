import { transaction } from "@/db/client";
import { rememberMetricNames } from "@/db/queries/conversations";
import { insertLiveConversation } from "@/db/queries/live-conversations";
import type { RuntimeActor } from "../actor";
import { newId } from "../ids";
import type { StartConversationInput } from "./contract";
import { setMetrics } from "./metrics";

/**
 * Begins a conversation. The same id again is the same conversation, so a runtime may repeat what it got no answer to.
 * @returns its id, and whether it is new
 */
export async function startConversation(
  { workspaceId, agentId }: RuntimeActor,
  input: StartConversationInput,
): Promise<{ id: string; created: boolean }> {
  const id = input.id ?? newId("conversation");
  const startedAt = input.started_at ? new Date(input.started_at) : new Date();
  return transaction(async (tx) => {
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
    if (created) await rememberMetricNames(tx, workspaceId, agentId, ["CALL_IN_PROGRESS"]);
    return { id, created };
  });
}
