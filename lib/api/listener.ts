import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApi } from "./app";
import type { RateLimits } from "./shared-limiter";

/** The API as a listener of a node server. */
export const apiListener = (
  limits: RateLimits,
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
  getRequestListener(createApi(limits).fetch);

/** Whether a request is the API's: everything else is a page's. */
export const isApiPath = (url: string): boolean =>
  /^\/(v1|v3|runtime)(\/|\?|$)|^\/(openapi\.json|healthz|readyz)(\?|$)/.test(url);
