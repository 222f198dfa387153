import { insertMetricNames } from "@/db/queries/conversations";
import { updateLiveConversation } from "@/db/queries/live-conversations";
import type { RuntimeActor } from "@/lib/features/actor";
import { TEXT_ERRORS } from "@/lib/features/conversations/string-record";
import type { WriteMetricInput } from "./contract";
import { addMetric } from "./conversation-metrics";
import { assertWithinSizeLimit, invalidField, withLiveConversation } from "./internal";

/** Maximum length of a value, as of text. */
const MAX_VALUE_LENGTH = 100_000;

/**
 * Writes a metric. A second write turns its value into a list, unless `write_once` is set.
 * @param rawValue the JSON text of the value, from which a number is stored with all its digits
 * @throws AppError RUNTIME_VALIDATION_FAILED if the value or the metrics would exceed the size limit;
 *   CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
 */
export async function writeMetric(
  actor: RuntimeActor,
  id: string,
  input: WriteMetricInput,
  rawValue: string,
): Promise<void> {
  const { workspaceId, agentId } = actor;
  const { name, write_once: once } = input;
  const value = typeof input.value === "string" ? input.value : rawValue;
  if (value.length > MAX_VALUE_LENGTH) {
    throw invalidField("value", TEXT_ERRORS.tooLong(MAX_VALUE_LENGTH));
  }
  await withLiveConversation(actor, id, async (tx, conversation) => {
    const metrics = addMetric(conversation, { name, value, once, at: conversation.now });
    // `write_once` kept the stored value.
    if (metrics === conversation) return;
    assertWithinSizeLimit("metrics", conversation.metrics, metrics.metrics);
    assertWithinSizeLimit("metrics", conversation.metricTimes, metrics.metricTimes);
    await updateLiveConversation(tx, workspaceId, agentId, id, metrics);
    await insertMetricNames(tx, workspaceId, agentId, [name]);
  });
}
