import { selectHandoff } from "@/db/queries/handoffs";
import { AppError } from "@/lib/core/errors";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { HandoffQuery } from "./contract";

interface ReadHandoffRequest {
  key: KeyCredential;
  target: { account: string; agent: string };
  /** Which handoff, or why that cannot be read from the request: told after what is wrong with the access. */
  query: HandoffQuery | AppError;
}

/**
 * What an agent stored at the moment of handoff, exactly: its JSON passes through as text.
 * @throws AppError what requireKeyAccess throws, HANDOFF_VALIDATION_FAILED, HANDOFF_NOT_FOUND
 */
export async function readHandoff({ key, target, query }: ReadHandoffRequest): Promise<string> {
  const ref =
    query instanceof AppError
      ? null
      : query.shared_id !== undefined
        ? { sharedId: query.shared_id }
        : { id: query.id ?? "" };
  const result = await selectHandoff(key.secretHash, target.account, target.agent, ref);
  authorizeKey(key, result?.access, [target.agent], "handoff");
  if (query instanceof AppError) throw query;
  if (!result?.handoff) throw new AppError("HANDOFF_NOT_FOUND");
  const { conversationId, sharedId, data } = result.handoff;
  const shared = sharedId === null ? "" : `,"shared_id":${JSON.stringify(sharedId)}`;
  return `{"id":${JSON.stringify(conversationId)},"data":${data}${shared}}`;
}
