import { selectHandoff } from "@/db/queries/handoffs";
import { AppError } from "@/lib/core/errors";
import { type Parsed, unwrap } from "@/lib/core/parsed";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { HandoffQuery } from "./contract";

interface ReadHandoffRequest {
  key: KeyCredential;
  target: { account: string; agent: string };
  /** Unwrapped after the access check, so access errors take precedence. */
  query: Parsed<HandoffQuery>;
}

/**
 * Reads what an agent stored at the moment of handoff. The stored JSON passes through as text, so it is unchanged. If the
 * parameters are invalid, the access check still runs, without a handoff, so errors keep their precedence.
 * @returns the response body's JSON
 * @throws AppError the errors of `authorizeKey`, HANDOFF_VALIDATION_FAILED, HANDOFF_NOT_FOUND
 */
export async function readHandoff({ key, target, query }: ReadHandoffRequest): Promise<string> {
  const ref = query.ok ? toRef(query.value) : null;
  const result = await selectHandoff(key.secretHash, target.account, target.agent, ref);
  authorizeKey(key, result?.access, [target.agent], "handoff");
  unwrap(query);
  if (!result?.handoff) throw new AppError("HANDOFF_NOT_FOUND");
  const { conversationId, sharedId, data } = result.handoff;
  const shared = sharedId === null ? "" : `,"shared_id":${JSON.stringify(sharedId)}`;
  return `{"id":${JSON.stringify(conversationId)},"data":${data}${shared}}`;
}

const toRef = ({ id = "", shared_id: sharedId }: HandoffQuery) =>
  sharedId === undefined ? { id } : { sharedId };
