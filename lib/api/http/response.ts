// Responses are built with one record of headers, not with `c.json()`, `c.body()` or `c.header()`. Those make a web Headers
// object that the adapter reads out again, which costs 10 µs per response with eight headers. Changing the headers of a
// finished Hono response costs about a third of the throughput.

import type { ApiContext } from "./context";
import { baseHeaders } from "./correlation-id";

/**
 * Sets a header before the response exists. It is set on node's response, because the caller, such as a rate limit, does
 * not create the response.
 */
export function setHeader(c: ApiContext, name: string, value: string): void {
  c.env.outgoing.setHeader(name, value);
}

/** The headers of a response: those of every response, and its own. */
export const responseHeaders = (c: ApiContext, own: Record<string, string>): Record<string, string> =>
  Object.assign(baseHeaders(c.env.correlationId), own);

/** JSON is always UTF-8 and has no charset parameter (RFC 8259, section 11). */
export const JSON_CONTENT_TYPE = { "Content-Type": "application/json" };

/**
 * Responds with JSON. All responses use it, except streams.
 * @param body a value, or JSON text
 */
export function jsonResponse(
  c: ApiContext,
  body: object | string,
  status = 200,
  headers?: Record<string, string>,
): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(text, {
    status,
    headers: Object.assign(responseHeaders(c, JSON_CONTENT_TYPE), headers),
  });
}
