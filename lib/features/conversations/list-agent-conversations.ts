import { selectAgentConversations } from "@/db/queries/conversation-details";
import { type Parsed, unwrap } from "@/lib/core/parsed";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { AgentConversationsQuery } from "./contract";

/**
 * Lists one agent's conversations for the camelCase API, newest first.
 * @param query unwrapped after the access check, so access errors take precedence
 * @returns the response body's JSON
 * @throws AppError the errors of `authorizeKey`, CONVERSATIONS_VALIDATION_FAILED
 */
export async function listAgentConversations(
  key: KeyCredential,
  agent: string,
  query: Parsed<AgentConversationsQuery>,
): Promise<string> {
  const page = query.ok ? query.value : null;
  const result = await selectAgentConversations(key.secretHash, agent, page);
  authorizeKey(key, result?.access, [agent], "conversations");
  const { limit, offset } = unwrap(query);
  return `{"conversations":${result?.conversations},"count":${result?.count},"limit":${limit},"offset":${offset}}`;
}
