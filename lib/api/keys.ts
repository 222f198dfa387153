import { hashSecret, isWellFormed } from "../api-keys/secret";
import { AppError } from "../errors";
import { usageBuffer } from "../usage/usage-buffer";
import { clientAddress } from "./address";
import { searchable } from "./query";
import { countForAddress, countForKey } from "./rate-limit";
import type { ApiContext } from "./types";

/**
 * The SHA-256 of the request's key, within its budget. Garbage ends here, without a query.
 * @throws AppError RATE_LIMITED, AUTH_USER_INVALID_TOKEN
 */
export async function presentedKey(c: ApiContext): Promise<Buffer> {
  const presented = c.req.header("x-api-key");
  if (!presented || !isWellFormed(presented)) {
    await countForAddress(c);
    throw new AppError("AUTH_USER_INVALID_TOKEN");
  }
  const secretHash = hashSecret(presented);
  await countForKey(c, secretHash);
  c.set("wellFormedKey", true);
  return secretHash;
}

/** Notes that a key was used, for "last used". Costs the request no write. */
export function noteUse(c: ApiContext, key: { workspaceId: string; keyId: string }): void {
  // What cannot be written would keep the whole batch from being written.
  const path = searchable(c.req.path);
  usageBuffer.record({ ...key, at: new Date(), path, address: clientAddress(c) });
}
