import { selectConversation } from "@/db/queries/conversation-details";
import { AppError } from "@/lib/core/errors";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";

/**
 * Reads one conversation for the camelCase API. The agent's response configuration decides which fields it has.
 * @returns the response body's JSON
 * @throws AppError the errors of `authorizeKey`, CONVERSATIONS_NOT_FOUND
 */
export async function readConversation(key: KeyCredential, agent: string, id: string): Promise<string> {
  const result = await selectConversation(key.secretHash, agent, id);
  authorizeKey(key, result?.access, [agent], "conversations");
  if (!result?.conversation) throw new AppError("CONVERSATIONS_NOT_FOUND");
  return result.conversation;
}
