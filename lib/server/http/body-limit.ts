import type { IncomingMessage, ServerResponse } from "node:http";
import { BODY_TIMEOUT_MS, MAX_BODY_BYTES } from "@/lib/api/http/body";
import { AppError } from "@/lib/core/errors";

/**
 * Has a page's body come in no longer and no larger than the API takes one: Next itself waits for ever, and keeps ten times
 * as much before an action looks at it.
 * @param reject called once, when it does
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
  // Whoever listened to what comes in would begin to read it, before Next does.
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
