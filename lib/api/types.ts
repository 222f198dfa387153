import type { Context } from "hono";

/** What every handler of the API edge finds in its context. */
export interface ApiEnv {
  Bindings: {
    /** Node's own request, for the socket's address; absent in a test that calls the app without a server. */
    incoming?: { socket: { remoteAddress?: string } };
  };
  Variables: { correlationId: string };
}

export type ApiContext = Context<ApiEnv>;
