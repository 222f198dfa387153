import { finished } from "node:stream/promises";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { jsonLimitViolation, MAX_JSON_DEPTH } from "@/lib/core/json-limits";
import type { ApiContext } from "./context";

/** The largest body that is taken. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** The longest that a body of that size may take: who sends a byte now and then holds a connection for nothing. */
export const BODY_TIMEOUT_MS = 30_000;

/**
 * The request's body, byte for byte; reading stops where the limit is passed. Read from node's own request: to read it as
 * the web's stream costs three times as much.
 * @throws AppError PAYLOAD_TOO_LARGE, BODY_TOO_SLOW
 */
export async function readBody(c: ApiContext): Promise<Buffer> {
  if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES) throw new AppError("PAYLOAD_TOO_LARGE");
  const incoming = c.env?.incoming;
  if (!incoming) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = new AbortController();
  const ended = finished(incoming, { writable: false, signal: stop.signal, cleanup: true });
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) stop.abort(new AppError("PAYLOAD_TOO_LARGE"));
  };
  const timer = setTimeout(() => stop.abort(new AppError("BODY_TOO_SLOW")), BODY_TIMEOUT_MS);
  incoming.on("data", onData);
  try {
    await ended;
    return Buffer.concat(chunks);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(timer);
    incoming.off("data", onData);
  }
}

/**
 * A JSON object as it came and as it parses. An empty body is an empty object.
 * @throws AppError PAYLOAD_TOO_LARGE, BODY_TOO_SLOW, or `invalid` when it is no JSON object, nests too deep or
 *   holds too many values
 */
export async function readJsonObject(
  c: ApiContext,
  invalid: ErrorCode,
): Promise<{ text: string; value: object }> {
  let text: string;
  const body = await readBody(c);
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    // What a member holds may nest as deep as is accepted anywhere; the verb that stores its text looks again.
    const problem = jsonLimitViolation(text, MAX_JSON_DEPTH + 1);
    if (problem) throw new AppError(invalid, `The body ${problem}.`);
    const value: unknown = text.trim() === "" ? {} : JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { text: text.trim() || "{}", value };
  } catch (error) {
    if (error instanceof AppError) throw error;
  }
  throw new AppError(invalid, "The body must be a JSON object, in UTF-8.");
}
