import type { ApiContext } from "./context";
import { baseHeaders } from "./correlation-id";

/**
 * Puts a field on the answer's head before there is an answer: on node's response, because whoever learns of it is not
 * whoever writes the answer.
 */
export function setHeader(c: ApiContext, name: string, value: string): void {
  c.env.outgoing?.setHeader(name, value);
}

/** All fields of an answer's head: those of every answer, and its own. */
export const responseHeaders = (c: ApiContext, own: Record<string, string>): Record<string, string> =>
  Object.assign(baseHeaders(c.env.correlationId), own);

/** JSON in UTF-8, which needs no mention (RFC 8259, 11). */
export const JSON_CONTENT_TYPE = { "Content-Type": "application/json" };

/**
 * Answers with JSON. The only way to, but for what is sent in pieces: with all fields in one record, node writes the head
 * at once. Hono's own ways (`c.json`, `c.body`) make a Headers object that is read out again, which cost 10 µs for the
 * eight fields of an answer.
 * @param body a value, or JSON that is text already
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
