import { updateLiveConversation } from "@/db/queries/live-conversations";
import type { RuntimeActor } from "../actor";
import { rawMembers, writeMembers } from "../raw-json";
import { writeConversation } from "./write-conversation";

/**
 * Merges members into a conversation's state, key by key; null removes one.
 * @param patch the JSON text of an object: values are kept as they were written, digit for digit
 */
export async function patchState(actor: RuntimeActor, id: string, patch: string): Promise<void> {
  await writeConversation(actor, id, async (tx, conversation) => {
    const members = rawMembers(conversation.state);
    for (const [name, value] of rawMembers(patch)) {
      if (value === "null") members.delete(name);
      else members.set(name, value);
    }
    await updateLiveConversation(tx, actor.workspaceId, actor.agentId, id, { state: writeMembers(members) });
  });
}
