import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener, RequestError } from "@hono/node-server";
import { createApi } from "./app";
import type { ApiEnv } from "./http/context";
import { CORRELATION_ID_HEADER, correlationIdFor } from "./http/correlation-id";
import type { RateLimits } from "./http/redis-limiter";
import { rejectMalformedRequest } from "./http/reject-malformed";

const CORRELATION_ID_KEY = CORRELATION_ID_HEADER.toLowerCase();

/** The node objects that Hono's adapter passes on. Our servers speak HTTP/1 only. */
type NodeBindings = Pick<ApiEnv["Bindings"], "incoming" | "outgoing">;

/**
 * The API as a request listener for a node server.
 * @param isDraining returns true once this instance is shutting down; `/readyz` then responds with 503
 */
export function apiListener(
  limits: RateLimits,
  isDraining: () => boolean = () => false,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { fetch } = createApi(isDraining);
  const handle = (request: Request, { incoming, outgoing }: NodeBindings) => {
    const correlationId = correlationIdFor(incoming.headers[CORRELATION_ID_KEY]?.toString());
    return fetch(request, { incoming, outgoing, correlationId, limits });
  };
  const listener = getRequestListener(handle as Parameters<typeof getRequestListener>[0], {
    // Hono could not build a URL, so no route ran. The rejection below responds.
    errorHandler: (error) => {
      if (!(error instanceof RequestError)) throw error;
    },
  });
  return async (request, response) => {
    // HTTP/1.0 does not require a Host header, and some load balancers use it for health checks.
    if (request.httpVersion === "1.0") request.headers.host ||= "unnamed.invalid";
    await listener(request, response);
    if (response.headersSent || response.destroyed) return;
    rejectMalformedRequest(request, response);
  };
}
