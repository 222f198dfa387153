import { AppError } from "@/lib/core/errors";
import { truncatePath } from "@/lib/core/graphemes";
import { redactSecretsInPath } from "@/lib/core/redact";
import { rawPathOf } from "@/lib/core/routes";
import type { KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { Endpoint } from "@/lib/features/api-keys/endpoint-permissions";
import { hashSecret, isWellFormedKey } from "@/lib/features/api-keys/secret";
import { requestLog } from "@/lib/features/usage/request-log";
import { clientIp } from "./http/client-ip";
import { sentStatus } from "./http/connections";
import type { ApiContext } from "./http/context";
import { rateLimitByIp, rateLimitByKey } from "./http/rate-limit";

// Everything that the API does with a request's key, in three steps. Before the handler, `authenticateKey` checks the
// key's shape and charges its rate limit. During it, the verb's own statement looks the key up, and `authorizeKey` sets
// `credential.owner`, even if it then rejects the request. Afterwards, `logOnClose` writes the request log entry, and on
// 401 `chargeUnknownKey` charges the IP address.

/**
 * Checks the shape of the request's key and charges the key's rate limit, without a query. A missing or malformed key is
 * charged to the IP address and rejected.
 * @param endpoint the endpoint in the request log
 * @throws AppError RATE_LIMITED, AUTH_USER_INVALID_TOKEN
 */
export async function authenticateKey(c: ApiContext, endpoint: Endpoint): Promise<KeyCredential> {
  // Read from node's headers: Hono's `c.req.header()` builds a web Headers object with all of them first.
  const presented = c.env.incoming.headers["x-api-key"];
  if (typeof presented !== "string" || !isWellFormedKey(presented)) {
    await rateLimitByIp(c);
    throw new AppError("AUTH_USER_INVALID_TOKEN");
  }
  const credential: KeyCredential = { secretHash: hashSecret(presented) };
  // Part of the hash identifies the key as well. The full hash goes to the database only.
  const alias = credential.secretHash.toString("base64url", 0, 15);
  c.set("key", credential);
  logOnClose(c, endpoint, credential, alias);
  await rateLimitByKey(c, alias);
  return credential;
}

/**
 * Charges the IP address for a well-formed key that does not exist. Without this, invented keys would have no rate limit,
 * because each has a new budget.
 * @returns the error to respond with: RATE_LIMITED if the IP address is over its limit, otherwise the given error
 */
export async function chargeUnknownKey(c: ApiContext, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== "AUTH_USER_INVALID_TOKEN" || !c.get("key")) return error;
  try {
    await rateLimitByIp(c);
    return error;
  } catch (rateLimitError) {
    return rateLimitError;
  }
}

/** Writes the request log entry once the response is sent or the client disconnects, so that no request waits for it. */
function logOnClose(c: ApiContext, endpoint: Endpoint, credential: KeyCredential, alias: string): void {
  const { outgoing } = c.env;
  const at = new Date();
  const started = performance.now();
  outgoing.once("close", () => {
    const status = sentStatus(outgoing);
    const durationMs = Math.round(performance.now() - started);
    const record = () => {
      const owner = credential.owner ?? ownerByKeyAlias.get(alias);
      if (!owner) return;
      credential.onOwnerKnown = undefined;
      cacheOwner(alias, owner);
      requestLog.record({
        workspaceId: owner.workspaceId,
        keyId: owner.keyId,
        at,
        endpoint,
        method: c.req.method,
        path: loggedPath(c),
        status,
        durationMs,
        correlationId: c.env.correlationId,
        address: clientIp(c),
      });
    };
    // The client may disconnect before the database returns the key's owner. The verb still runs to its end.
    credential.onOwnerKnown = record;
    record();
  });
}

/**
 * Owners of recently used keys. A request over its rate limit never reaches the database, and is logged with the owner from
 * here. The cache decides nothing else: every authorized request reads its key from the database.
 */
const ownerByKeyAlias = new Map<string, NonNullable<KeyCredential["owner"]>>();
const MAX_CACHED_OWNERS = 10_000;

function cacheOwner(alias: string, owner: NonNullable<KeyCredential["owner"]>): void {
  if (ownerByKeyAlias.has(alias)) return;
  if (ownerByKeyAlias.size >= MAX_CACHED_OWNERS)
    ownerByKeyAlias.delete(ownerByKeyAlias.keys().next().value ?? "");
  ownerByKeyAlias.set(alias, owner);
}

/** The path as sent, without the query string, which may contain event IDs, and without any key, encoded ones included. */
const loggedPath = (c: ApiContext): string =>
  truncatePath(redactSecretsInPath(rawPathOf(c.env.incoming.url ?? "")), 500);
