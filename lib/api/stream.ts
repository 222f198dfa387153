import { logUnexpected } from "../log";
import type { ApiContext } from "./types";

class HangUp extends Error {}

/** Whether work ended because nobody waits for it any more: no error of ours. */
export const isHangUp = (error: unknown): boolean => error instanceof HangUp;

/** A signal for when the client goes before it has its answer. */
export function hangUp(c: ApiContext): AbortSignal {
  const gone = new AbortController();
  c.env?.outgoing?.once("close", () => gone.abort(new HangUp("The client has gone.")));
  return gone.signal;
}

/**
 * Pieces of text as a body that is made as fast as the client takes it. When a piece cannot be had the connection
 * breaks off, so that half an answer is never taken for a whole one.
 */
export function streamed(c: ApiContext, pieces: AsyncIterable<string>): ReadableStream<Uint8Array> | null {
  // Nobody would ever take the pieces.
  if (c.req.method === "HEAD") return null;
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        logUnexpected(error, c.env.correlationId);
        c.env.outgoing?.destroy();
        controller.close();
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
