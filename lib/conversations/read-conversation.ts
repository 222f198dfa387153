import { selectConversation } from "@/db/queries/conversation-details";
import { AppError } from "../errors";
import { type PresentedKey, requireKeyAccess } from "../key-access";

/**
 * One conversation for clients of the camelCase API, as far as the agent's configuration allows.
 * @throws AppError what requireKeyAccess throws, CONVERSATIONS_NOT_FOUND
 */
export async function readConversation(key: PresentedKey, agent: string, id: string): Promise<string> {
  const answer = await selectConversation(key.secretHash, agent, id);
  requireKeyAccess(key, answer?.access, [agent], "Conversations data");
  if (!answer?.conversation) throw new AppError("CONVERSATIONS_NOT_FOUND");
  return answer.conversation;
}
