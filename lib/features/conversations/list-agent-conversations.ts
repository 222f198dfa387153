import { selectAgentConversations } from "@/db/queries/conversation-details";
import { AppError } from "@/lib/core/errors";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { AgentConversationsQuery } from "./contract";

/**
 * One agent's conversations for clients of the camelCase API, newest first.
 * @param query the page, or why it cannot be read: told after what is wrong with the access
 * @throws AppError what requireKeyAccess throws, CONVERSATIONS_VALIDATION_FAILED
 */
export async function listAgentConversations(
  key: KeyCredential,
  agent: string,
  query: AgentConversationsQuery | AppError,
): Promise<string> {
  const page = query instanceof AppError ? null : query;
  const result = await selectAgentConversations(key.secretHash, agent, page);
  authorizeKey(key, result?.access, [agent], "conversations");
  if (query instanceof AppError) throw query;
  const { limit, offset } = query;
  return `{"conversations":${result?.conversations},"count":${result?.count},"limit":${limit},"offset":${offset}}`;
}
