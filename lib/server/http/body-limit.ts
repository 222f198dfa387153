import type { IncomingMessage, ServerResponse } from "node:http";
import { BODY_TIMEOUT_MS, MAX_BODY_BYTES } from "@/lib/api/http/body";
import { AppError } from "@/lib/core/errors";

/**
 * Applies the API's limits for time and size to the body of a page request. Next itself has no timeout and buffers ten
 * times as much before it calls an action.
 * @param reject called once, with BODY_TOO_SLOW or PAYLOAD_TOO_LARGE
 */
export function limitBody(
  request: IncomingMessage,
  response: ServerResponse,
  reject: (error: AppError) => void,
): void {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    reject(new AppError("PAYLOAD_TOO_LARGE"));
    return;
  }
  const timer = setTimeout(() => {
    if (!request.complete && !response.destroyed) reject(new AppError("BODY_TOO_SLOW"));
  }, BODY_TIMEOUT_MS);
  response.once("close", () => clearTimeout(timer));
  // Wraps `push` because a "data" listener would start the stream before Next reads it.
  const push = request.push.bind(request);
  let size = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    const before = size;
    size += chunk?.byteLength ?? 0;
    if (size <= MAX_BODY_BYTES) return push(chunk, encoding);
    if (before <= MAX_BODY_BYTES) reject(new AppError("PAYLOAD_TOO_LARGE"));
    return true;
  };
}
