import { AppError } from "@/lib/core/errors";
import { redactSecrets } from "@/lib/core/redact";
import type { KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { Endpoint } from "@/lib/features/api-keys/constants";
import { hashSecret, isWellFormedKey } from "@/lib/features/api-keys/secret";
import { requestLog } from "@/lib/features/usage/request-log";
import { clientIp } from "./http/client-ip";
import type { ApiContext } from "./http/context";
import { rateLimitByIp, rateLimitByKey } from "./http/rate-limit";

/** Keys whose owner is remembered, only to know whose log a request over the budget belongs in. */
const MAX_CACHED_OWNERS = 10_000;
const ownerByKeyAlias = new Map<string, NonNullable<KeyCredential["owner"]>>();

/**
 * The request's key, within its budget. Garbage ends here, without a query.
 * @param endpoint what the request is, for the request log
 * @throws AppError RATE_LIMITED, AUTH_USER_INVALID_TOKEN
 */
export async function authenticateKey(c: ApiContext, endpoint: Endpoint): Promise<KeyCredential> {
  // Of node's headers: the web's are made of all that came when the first is read.
  const presented = c.env.incoming?.headers["x-api-key"];
  if (typeof presented !== "string" || !isWellFormedKey(presented)) {
    await rateLimitByIp(c);
    throw new AppError("AUTH_USER_INVALID_TOKEN");
  }
  const key: KeyCredential = { secretHash: hashSecret(presented) };
  // A part tells keys apart as well; the hash itself is the database's.
  const alias = key.secretHash.toString("base64url", 0, 15);
  logOnClose(c, endpoint, key, alias);
  await rateLimitByKey(c, alias);
  c.set("wellFormedKey", true);
  return key;
}

/** Once the answer is out, or the client gone: nothing that the request waits for. */
function logOnClose(c: ApiContext, endpoint: Endpoint, key: KeyCredential, alias: string): void {
  const outgoing = c.env?.outgoing;
  const at = new Date();
  const started = performance.now();
  outgoing?.once("close", () => {
    const status = outgoing.headersSent ? outgoing.statusCode : CLIENT_CLOSED_REQUEST;
    const durationMs = Math.round(performance.now() - started);
    const record = () => {
      const owner = key.owner ?? ownerByKeyAlias.get(alias);
      if (!owner) return;
      key.onOwnerKnown = undefined;
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
    // The client may close before the database has said whose key it is. What it asked for is done all the same.
    key.onOwnerKnown = record;
    record();
  });
}

/** As proxies log a client that went before it had an answer. */
const CLIENT_CLOSED_REQUEST = 499;

function cacheOwner(alias: string, owner: NonNullable<KeyCredential["owner"]>): void {
  if (ownerByKeyAlias.has(alias)) return;
  if (ownerByKeyAlias.size >= MAX_CACHED_OWNERS)
    ownerByKeyAlias.delete(ownerByKeyAlias.keys().next().value ?? "");
  ownerByKeyAlias.set(alias, owner);
}

/** As it was sent, without the query: event ids may stand there. A key that somebody put into the path is not kept. */
const loggedPath = (c: ApiContext): string =>
  redactSecrets((c.env?.incoming?.url ?? "").split("?", 1)[0] ?? "").slice(0, 500);
