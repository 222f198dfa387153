// Streams are written to node's response, not returned with `stream()` from hono/streaming: a web stream encodes each chunk
// into memory that is freed only by garbage collection.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { logUnexpected } from "@/lib/core/log";
import type { ApiContext } from "./context";
import { JSON_CONTENT_TYPE, jsonResponse, responseHeaders } from "./response";

class ClientDisconnected extends Error {}

/** True if work was aborted because the client disconnected, which is not an error. */
export const isClientDisconnect = (error: unknown): boolean => error instanceof ClientDisconnected;

/** A signal that aborts when the client disconnects before the response is complete. */
export function clientDisconnectSignal(c: ApiContext): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new ClientDisconnected("The client disconnected."));
  if (c.env.outgoing.closed) abort();
  else c.env.outgoing.once("close", abort);
  return controller.signal;
}

/**
 * Streams chunks of text as a JSON body, at the speed at which the client reads. If a chunk fails, the connection is closed,
 * so that the client never takes a partial response for a complete one.
 */
export async function streamJson(c: ApiContext, chunks: AsyncIterable<string>): Promise<Response> {
  const { outgoing, correlationId } = c.env;
  // A response without a body never reads the chunks.
  if (c.req.method === "HEAD") return jsonResponse(c, "");
  outgoing.writeHead(200, responseHeaders(c, JSON_CONTENT_TYPE));
  try {
    await pipeline(Readable.from(chunks, { highWaterMark: 1 }), outgoing);
  } catch (error) {
    // The client disconnected, which is not an error.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE")
      logUnexpected(error, correlationId);
  }
  return RESPONSE_ALREADY_SENT;
}
