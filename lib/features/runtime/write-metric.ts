import { insertMetricNames } from "@/db/queries/conversations";
import { updateLiveConversation } from "@/db/queries/live-conversations";
import type { RuntimeActor } from "@/lib/features/actor";
import type { WriteMetricInput } from "./contract";
import { addMetric } from "./conversation-metrics";
import { assertWithinSizeLimit, withLiveConversation } from "./internal";

/**
 * Writes a metric. A second write turns its value into a list, unless `write_once` is set.
 * @throws AppError RUNTIME_VALIDATION_FAILED if the metrics would exceed the size limit; CONVERSATIONS_NOT_FOUND,
 *   CONVERSATION_ENDED
 */
export async function writeMetric(actor: RuntimeActor, id: string, input: WriteMetricInput): Promise<void> {
  const { workspaceId, agentId } = actor;
  await withLiveConversation(actor, id, async (tx, conversation) => {
    const { name, value, write_once: once } = input;
    const metrics = addMetric(conversation, { name, value, once, at: conversation.now });
    // `write_once` kept the stored value.
    if (metrics === conversation) return;
    assertWithinSizeLimit("metrics", conversation.metrics, metrics.metrics);
    assertWithinSizeLimit("metrics", conversation.metricTimes, metrics.metricTimes);
    await updateLiveConversation(tx, workspaceId, agentId, id, metrics);
    await insertMetricNames(tx, workspaceId, agentId, [name]);
  });
}
