import { updateLiveConversation } from "@/db/queries/live-conversations";
import type { RuntimeActor } from "../actor";
import { AppError } from "../errors";
import { outOfBounds } from "../json-bounds";
import { rawMembers, writeMembers } from "../raw-json";
import { requireRoom } from "./most-stored";
import { writeConversation } from "./write-conversation";

/**
 * Merges members into a conversation's state, key by key; null removes one.
 * @param patch the JSON text of an object: values are kept as they were written, digit for digit
 * @throws AppError RUNTIME_VALIDATION_FAILED when the patch nests too deep or the state would grow too large, and what
 *   writeConversation throws
 */
export async function patchState(actor: RuntimeActor, id: string, patch: string): Promise<void> {
  const problem = outOfBounds(patch);
  if (problem) throw new AppError("RUNTIME_VALIDATION_FAILED", `The body ${problem}.`);
  await writeConversation(actor, id, async (tx, conversation) => {
    const members = rawMembers(conversation.state);
    for (const [name, value] of rawMembers(patch)) {
      if (value === "null") members.delete(name);
      else members.set(name, value);
    }
    const state = writeMembers(members);
    requireRoom("state", conversation.state, state);
    await updateLiveConversation(tx, actor.workspaceId, actor.agentId, id, { state });
  });
}
