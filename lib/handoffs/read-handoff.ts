import { selectHandoff } from "@/db/queries/handoffs";
import { AppError } from "../errors";
import { type PresentedKey, requireKeyAccess } from "../key-access";
import type { HandoffQuery } from "./contract";

interface Request {
  key: PresentedKey;
  target: { account: string; agent: string };
  /** Which handoff, or why that cannot be read from the request: told after what is wrong with the access. */
  query: HandoffQuery | AppError;
}

/**
 * What an agent stored at the moment of handoff, exactly: its JSON passes through as text.
 * @throws AppError what requireKeyAccess throws, HANDOFF_VALIDATION_FAILED, HANDOFF_NOT_FOUND
 */
export async function readHandoff({ key, target, query }: Request): Promise<string> {
  const ref =
    query instanceof AppError
      ? null
      : query.shared_id !== undefined
        ? { sharedId: query.shared_id }
        : { id: query.id ?? "" };
  const answer = await selectHandoff(key.secretHash, target.account, target.agent, ref);
  requireKeyAccess(key, answer?.access, [target.agent], "Handoff");
  if (query instanceof AppError) throw query;
  if (!answer?.handoff) throw new AppError("HANDOFF_NOT_FOUND");
  const { conversationId, sharedId, data } = answer.handoff;
  const shared = sharedId === null ? "" : `,"shared_id":${JSON.stringify(sharedId)}`;
  return `{"id":${JSON.stringify(conversationId)},"data":${data}${shared}}`;
}
