import type { KeyAccess } from "@/db/queries/key-access-sql";
import { AppError } from "@/lib/core/errors";

/** The key that a request carries, and whose it is once the database has told: for the request log. */
export interface KeyCredential {
  /** SHA-256 of the key. */
  readonly secretHash: Buffer;
  owner?: { workspaceId: string; keyId: string };
  /** Called once `whose` is known, for a request whose connection closed before. */
  onOwnerKnown?: () => void;
}

/**
 * Passes when a key may do it with all the agents that the request names. What is wrong first decides: key, workspace,
 * agent, permission, scope, version.
 * @param credential told whose the key is, even when it may not
 * @param access undefined for a key that is unknown, deleted or expired
 * @param refs the agents as the request names them
 * @param permission its label, for the message
 * @throws AppError AUTH_USER_INVALID_TOKEN, ACCOUNT_NOT_FOUND, PROJECT_NOT_FOUND, USER_ACCESS_FORBIDDEN or
 *   CONVERSATIONS_V3_REQUIRED
 */
export function authorizeKey(
  credential: KeyCredential,
  access: KeyAccess | undefined,
  refs: string[],
  permission: string,
): asserts access is KeyAccess {
  if (!access) throw new AppError("AUTH_USER_INVALID_TOKEN");
  credential.owner = { workspaceId: access.workspaceId, keyId: access.keyId };
  credential.onOwnerKnown?.();
  if (!access.inWorkspace) throw new AppError("ACCOUNT_NOT_FOUND");
  if (refs.some((ref) => !access.agents.some((agent) => agent.ref === ref)))
    throw new AppError("PROJECT_NOT_FOUND");
  if (!access.permitted) {
    throw new AppError(
      "USER_ACCESS_FORBIDDEN",
      `This API key lacks the permission ${permission}. An admin can add it in the console.`,
    );
  }
  const named = access.agents.filter((agent) => refs.includes(agent.ref));
  if (named.some((agent) => !agent.inScope)) {
    throw new AppError(
      "USER_ACCESS_FORBIDDEN",
      "This API key does not cover this agent. A key's agents are fixed: make a new key for it.",
    );
  }
  if (named.some((agent) => agent.onV1)) throw new AppError("CONVERSATIONS_V3_REQUIRED");
}
