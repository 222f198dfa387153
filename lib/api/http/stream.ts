import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { logUnexpected } from "@/lib/core/log";
import type { ApiContext } from "./context";
import { JSON_CONTENT_TYPE, jsonResponse, responseHeaders } from "./response";

class ClientDisconnected extends Error {}

/** Whether work ended because nobody waits for it any more: no error of ours. */
export const isClientDisconnect = (error: unknown): boolean => error instanceof ClientDisconnected;

/** A signal for when the client goes before it has its answer. */
export function clientDisconnectSignal(c: ApiContext): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new ClientDisconnected("The client has gone."));
  if (c.env?.outgoing?.closed) abort();
  else c.env?.outgoing?.once("close", abort);
  return controller.signal;
}

/**
 * Sends pieces of text as a body of JSON that is made as fast as the client takes it. When a piece cannot be had the
 * connection breaks off, so that half an answer is never taken for a whole one.
 *
 * Written to node's response: as the web's stream each piece would be encoded into memory that only a collection frees.
 */
export async function streamJson(c: ApiContext, chunks: AsyncIterable<string>): Promise<Response> {
  const { outgoing, correlationId } = c.env;
  // Nobody would ever take the pieces.
  if (c.req.method === "HEAD" || !outgoing) return jsonResponse(c, "");
  outgoing.writeHead(200, responseHeaders(c, JSON_CONTENT_TYPE));
  try {
    await pipeline(Readable.from(chunks, { highWaterMark: 1 }), outgoing);
  } catch (error) {
    // That the client has gone is no error of ours.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE")
      logUnexpected(error, correlationId);
  }
  return RESPONSE_ALREADY_SENT;
}
