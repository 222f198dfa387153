import { selectConversation } from "@/db/queries/conversation-details";
import { AppError } from "../errors";
import { requireKeyAccess } from "../key-access";

/**
 * One conversation for clients of the camelCase API, as far as the agent's configuration allows.
 * @throws AppError what requireKeyAccess throws, CONVERSATIONS_NOT_FOUND
 */
export async function readConversation(secretHash: Buffer, agent: string, id: string) {
  const answer = await selectConversation(secretHash, agent, id);
  const access = answer?.access;
  requireKeyAccess(access, [agent], "Conversations data");
  if (!answer?.conversation) throw new AppError("CONVERSATIONS_NOT_FOUND");
  return { keyId: access.keyId, workspaceId: access.workspaceId, body: answer.conversation };
}
