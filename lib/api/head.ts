import type { ApiContext } from "./types";

/**
 * Puts a field on the answer's head: on node's response at once. Hono's own way, by a Headers object that is read out
 * again, costs 10 µs for the eight fields of every answer.
 */
export function setField(c: ApiContext, name: string, value: string): void {
  c.env?.outgoing?.setHeader(name, value);
}

/** The type of JSON that PostgreSQL or a verb wrote as text. */
export const JSON_TEXT = { "Content-Type": "application/json; charset=UTF-8" } as const;
