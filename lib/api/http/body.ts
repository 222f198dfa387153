// Bodies are read from node's request, not with `c.req.arrayBuffer()` or `c.req.json()`: those build a web Request and a web
// stream first, which costs three times as much, and they cannot stop reading at a size or time limit.

import { finished } from "node:stream/promises";
import { bodyEncoding, decodeText } from "@/lib/core/body-text";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { jsonLimitViolation, MAX_JSON_DEPTH } from "@/lib/core/json-limits";
import type { MediaType } from "@/lib/core/media-type";
import { refuseEncodedBody } from "./content-encoding";
import type { ApiContext } from "./context";

/** Maximum size of a body. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** Maximum time for a body to arrive, so that a client that sends a byte now and then cannot occupy a connection. */
export const BODY_TIMEOUT_MS = 30_000;

/**
 * Reads the request's body as bytes. Reading stops at the size limit.
 * @throws AppError PAYLOAD_TOO_LARGE, BODY_TOO_SLOW; UNSUPPORTED_MEDIA_TYPE for a body with Content-Encoding
 */
export async function readBody(c: ApiContext): Promise<Buffer> {
  if (Number(c.req.header("content-length") ?? 0) > MAX_BODY_BYTES) throw new AppError("PAYLOAD_TOO_LARGE");
  refuseEncodedBody(c);
  const { incoming } = c.env;
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
 * Reads a JSON object, as text without a byte order mark and parsed. An empty body counts as an empty object.
 * @param invalid the error code for a body that is not a JSON object, nests too deep or has too many values
 * @throws AppError PAYLOAD_TOO_LARGE, BODY_TOO_SLOW, `invalid`
 */
export async function readJsonObject(
  c: ApiContext,
  mediaType: MediaType,
  invalid: ErrorCode,
): Promise<{ text: string; value: object }> {
  let text: string;
  const body = await readBody(c);
  try {
    text = decodeText(body, bodyEncoding(body, mediaType));
    // One level more than the limit, because a member may use the full depth. The verb that stores it checks again.
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
