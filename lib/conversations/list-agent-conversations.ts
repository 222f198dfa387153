import { selectAgentConversations } from "@/db/queries/conversation-details";
import { AppError } from "../errors";
import { requireKeyAccess } from "../key-access";
import type { AgentConversationsQuery } from "./contract";

/**
 * One agent's conversations for clients of the camelCase API, newest first.
 * @param query the page, or why it cannot be read: told after what is wrong with the access
 * @throws AppError what requireKeyAccess throws, CONVERSATIONS_VALIDATION_FAILED
 */
export async function listAgentConversations(
  secretHash: Buffer,
  agent: string,
  query: AgentConversationsQuery | AppError,
) {
  const page = query instanceof AppError ? null : query;
  const answer = await selectAgentConversations(secretHash, agent, page);
  const access = answer?.access;
  requireKeyAccess(access, [agent], "Conversations data");
  if (query instanceof AppError) throw query;
  const { limit, offset } = query;
  const body = `{"conversations":${answer?.conversations},"count":${answer?.count},"limit":${limit},"offset":${offset}}`;
  return { keyId: access.keyId, workspaceId: access.workspaceId, body };
}
