import { hashSecret, isWellFormed } from "../api-keys/secret";
import { AppError } from "../errors";
import { usageBuffer } from "../usage/usage-buffer";
import { clientAddress } from "./address";
import type { ApiContext } from "./types";

/**
 * The SHA-256 of the request's key. Garbage ends here, without a query.
 * @throws AppError AUTH_USER_INVALID_TOKEN
 */
export function presentedKey(c: ApiContext): Buffer {
  const presented = c.req.header("x-api-key");
  if (!presented || !isWellFormed(presented)) throw new AppError("AUTH_USER_INVALID_TOKEN");
  return hashSecret(presented);
}

/** Notes that a key was used, for "last used". Costs the request no write. */
export function noteUse(c: ApiContext, key: { workspaceId: string; keyId: string }): void {
  usageBuffer.record({ ...key, at: new Date(), path: c.req.path, address: clientAddress(c) });
}
