import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "hono";
import type { KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { RateLimits } from "./redis-limiter";

/** The types of the context that every API handler receives. */
export interface ApiEnv {
  Bindings: {
    /** Node's own request, for the body, the headers and the client's IP address. */
    incoming: IncomingMessage;
    /** Node's own response, for headers set early, streams and disconnects. */
    outgoing: ServerResponse;
    correlationId: string;
    limits: RateLimits;
  };
  Variables: {
    /** The request's well-formed API key. Whether it exists is unknown until a verb authorizes it. */
    key?: KeyCredential;
  };
}

export type ApiContext = Context<ApiEnv>;
