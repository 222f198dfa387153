import { rememberMetricNames } from "@/db/queries/conversations";
import { updateLiveConversation } from "@/db/queries/live-conversations";
import type { WriteMetricInput } from "./contract";
import { addMetric } from "./metrics";
import type { RuntimeActor } from "./runtime-actor";
import { writeConversation } from "./write-conversation";

/** Writes a metric. A second write makes a list, unless it is to be written once. */
export async function writeMetric(actor: RuntimeActor, id: string, input: WriteMetricInput): Promise<void> {
  const { workspaceId, agentId } = actor;
  await writeConversation(actor, id, async (tx, conversation) => {
    const metrics = addMetric(conversation.metrics, input.name, input.value, input.write_once);
    await updateLiveConversation(tx, workspaceId, agentId, id, { metrics });
    await rememberMetricNames(tx, workspaceId, agentId, [input.name]);
  });
}
