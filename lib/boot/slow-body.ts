import type { IncomingMessage, ServerResponse } from "node:http";
import { BODY_PATIENCE_MS } from "../api/body";

/** Calls when a page's body has not come in as long as the API waits for one: Next itself waits for ever. */
export function whenTooSlow(request: IncomingMessage, response: ServerResponse, tell: () => void): void {
  const timer = setTimeout(() => {
    if (!request.complete && !response.destroyed) tell();
  }, BODY_PATIENCE_MS);
  response.once("close", () => clearTimeout(timer));
}
