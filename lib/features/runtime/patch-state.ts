import { updateLiveConversation } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import { jsonLimitViolation } from "@/lib/core/json-limits";
import { parseRawMembers, stringifyMembers } from "@/lib/core/json-members";
import type { RuntimeActor } from "@/lib/features/actor";
import { assertWithinSizeLimit } from "./size-limit";
import { withLiveConversation } from "./with-live-conversation";

/**
 * Merges members into a conversation's state, key by key; null removes one.
 * @param patch the JSON text of an object: values are kept as they were written, digit for digit
 * @throws AppError RUNTIME_VALIDATION_FAILED when the patch nests too deep or the state would grow too large, and what
 *   writeConversation throws
 */
export async function patchState(actor: RuntimeActor, id: string, patch: string): Promise<void> {
  const problem = jsonLimitViolation(patch);
  if (problem) throw new AppError("RUNTIME_VALIDATION_FAILED", `The body ${problem}.`);
  await withLiveConversation(actor, id, async (tx, conversation) => {
    const members = parseRawMembers(conversation.state);
    for (const [name, value] of parseRawMembers(patch)) {
      if (value === "null") members.delete(name);
      else members.set(name, value);
    }
    const state = stringifyMembers(members);
    assertWithinSizeLimit("state", conversation.state, state);
    await updateLiveConversation(tx, actor.workspaceId, actor.agentId, id, { state });
  });
}
