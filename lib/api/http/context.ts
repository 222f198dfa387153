import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "hono";
import type { RateLimits } from "./redis-limiter";

/** What every handler of the API edge finds in its context. */
export interface ApiEnv {
  Bindings: {
    /** Node's own request, for the client's address. */
    incoming?: IncomingMessage;
    /** Node's own response, for noticing that the client has gone. */
    outgoing?: ServerResponse;
    correlationId: string;
    limits: RateLimits;
  };
  Variables: {
    /** Set once a well-formed key was counted: if it turns out to be none, the address is counted too. */
    wellFormedKey?: boolean;
    /** By which the rate limits know the runtime token. */
    tokenAlias?: string;
  };
}

export type ApiContext = Context<ApiEnv>;
