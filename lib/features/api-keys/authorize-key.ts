import type { KeyAccess } from "@/db/queries/key-access-sql";
import { AppError } from "@/lib/core/errors";
import { PERMISSION_LABELS, type Permission } from "./constants";

/** The API key of a request. The request log needs its owner, which is known after the database lookup. */
export interface KeyCredential {
  /** SHA-256 of the key. */
  readonly secretHash: Buffer;
  owner?: { workspaceId: string; keyId: string };
  /** Called when `owner` is set, for requests whose connection closed earlier. */
  onOwnerKnown?: () => void;
}

/**
 * Checks that a key may do something with every agent that the request names. The first failed check decides the error,
 * in this order: key, workspace, agent, permission, agent scope, API version.
 * @param credential receives the key's owner, also when a later check fails
 * @param access undefined for a key that is unknown, deleted or expired
 * @param refs the agents as the request names them: IDs or slugs
 * @throws AppError AUTH_USER_INVALID_TOKEN, ACCOUNT_NOT_FOUND, PROJECT_NOT_FOUND, USER_ACCESS_FORBIDDEN or
 *   CONVERSATIONS_V3_REQUIRED
 */
export function authorizeKey(
  credential: KeyCredential,
  access: KeyAccess | undefined,
  refs: string[],
  permission: Permission,
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
      `This API key lacks the permission ${PERMISSION_LABELS[permission]}. An admin can add it in the console.`,
    );
  }
  const named = access.agents.filter((agent) => refs.includes(agent.ref));
  if (named.some((agent) => !agent.inScope)) {
    throw new AppError(
      "USER_ACCESS_FORBIDDEN",
      "This API key does not cover this agent. The agents of a key can't be changed: create a new key for this agent.",
    );
  }
  if (named.some((agent) => agent.onV1)) throw new AppError("CONVERSATIONS_V3_REQUIRED");
}
