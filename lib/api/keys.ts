import { hashSecret, isWellFormed } from "../api-keys/secret";
import { AppError } from "../errors";
import type { PresentedKey } from "../key-access";
import { withoutSecrets } from "../secret-shapes";
import { responseLog } from "../usage/response-log";
import type { Endpoint } from "../usage/terms";
import { clientAddress } from "./address";
import { countForAddress, countForKey } from "./rate-limit";
import type { ApiContext } from "./types";

/** Keys whose owner is remembered, only to know whose log a request over the budget belongs in. */
const MOST_OWNERS = 10_000;
const owners = new Map<string, NonNullable<PresentedKey["whose"]>>();

/**
 * The request's key, within its budget. Garbage ends here, without a query.
 * @param endpoint what the request is, for the response log
 * @throws AppError RATE_LIMITED, AUTH_USER_INVALID_TOKEN
 */
export async function presentedKey(c: ApiContext, endpoint: Endpoint): Promise<PresentedKey> {
  // Of node's headers: the web's are made of all that came when the first is read.
  const presented = c.env.incoming?.headers["x-api-key"];
  if (typeof presented !== "string" || !isWellFormed(presented)) {
    await countForAddress(c);
    throw new AppError("AUTH_USER_INVALID_TOKEN");
  }
  const key: PresentedKey = { secretHash: hashSecret(presented) };
  // A part tells keys apart as well; the hash itself is the database's.
  const alias = key.secretHash.toString("base64url", 0, 15);
  logWhenAnswered(c, endpoint, key, alias);
  await countForKey(c, alias);
  c.set("wellFormedKey", true);
  return key;
}

/** Once the answer is out, or the client gone: nothing that the request waits for. */
function logWhenAnswered(c: ApiContext, endpoint: Endpoint, key: PresentedKey, alias: string): void {
  const outgoing = c.env?.outgoing;
  const at = new Date();
  const begun = performance.now();
  outgoing?.once("close", () => {
    const status = outgoing.headersSent ? outgoing.statusCode : CLIENT_GONE;
    const durationMs = Math.round(performance.now() - begun);
    const record = () => {
      const whose = key.whose ?? owners.get(alias);
      if (!whose) return;
      key.whenKnown = undefined;
      remember(alias, whose);
      responseLog.record({
        workspaceId: whose.workspaceId,
        keyId: whose.keyId,
        at,
        endpoint,
        method: c.req.method,
        path: pathOf(c),
        status,
        durationMs,
        correlationId: c.env.correlationId,
        address: clientAddress(c),
      });
    };
    // The client may close before the database has said whose key it is. What it asked for is done all the same.
    key.whenKnown = record;
    record();
  });
}

/** As proxies log a client that went before it had an answer. */
const CLIENT_GONE = 499;

function remember(alias: string, whose: NonNullable<PresentedKey["whose"]>): void {
  if (owners.has(alias)) return;
  if (owners.size >= MOST_OWNERS) owners.delete(owners.keys().next().value ?? "");
  owners.set(alias, whose);
}

/** As it was sent, without the query: event ids may stand there. A key that somebody put into the path is not kept. */
const pathOf = (c: ApiContext): string =>
  withoutSecrets((c.env?.incoming?.url ?? "").split("?", 1)[0] ?? "").slice(0, 500);
