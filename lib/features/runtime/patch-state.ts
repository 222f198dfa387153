import { updateLiveConversation } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import { jsonLimitViolation } from "@/lib/core/json-limits";
import { parseRawMembers, stringifyMembers } from "@/lib/core/json-members";
import type { RuntimeActor } from "@/lib/features/actor";
import { assertWithinSizeLimit, withLiveConversation } from "./internal";

/**
 * Merges members into a conversation's state, key by key. A null value removes the key.
 * @param patch the JSON text of an object; values are stored exactly as written, so numbers keep all digits
 * @throws AppError RUNTIME_VALIDATION_FAILED if the patch nests too deep or the state would exceed the size limit;
 *   CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
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
