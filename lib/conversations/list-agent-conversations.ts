import { selectAgentConversations } from "@/db/queries/conversation-details";
import { AppError } from "../errors";
import { type PresentedKey, requireKeyAccess } from "../key-access";
import type { AgentConversationsQuery } from "./contract";

/**
 * One agent's conversations for clients of the camelCase API, newest first.
 * @param query the page, or why it cannot be read: told after what is wrong with the access
 * @throws AppError what requireKeyAccess throws, CONVERSATIONS_VALIDATION_FAILED
 */
export async function listAgentConversations(
  key: PresentedKey,
  agent: string,
  query: AgentConversationsQuery | AppError,
): Promise<string> {
  const page = query instanceof AppError ? null : query;
  const answer = await selectAgentConversations(key.secretHash, agent, page);
  requireKeyAccess(key, answer?.access, [agent], "Conversations data");
  if (query instanceof AppError) throw query;
  const { limit, offset } = query;
  return `{"conversations":${answer?.conversations},"count":${answer?.count},"limit":${limit},"offset":${offset}}`;
}
