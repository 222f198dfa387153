import type { IncomingMessage, ServerResponse } from "node:http";
import { BODY_LIMIT, BODY_PATIENCE_MS } from "../api/body";
import { AppError } from "../errors";

/**
 * Has a page's body come in no longer and no larger than the API takes one: Next itself waits for ever, and keeps ten times
 * as much before an action looks at it.
 * @param refuse called once, when it does
 */
export function boundBody(
  request: IncomingMessage,
  response: ServerResponse,
  refuse: (error: AppError) => void,
): void {
  if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT) {
    refuse(new AppError("PAYLOAD_TOO_LARGE"));
    return;
  }
  const timer = setTimeout(() => {
    if (!request.complete && !response.destroyed) refuse(new AppError("BODY_TOO_SLOW"));
  }, BODY_PATIENCE_MS);
  response.once("close", () => clearTimeout(timer));
  // Whoever listened to what comes in would begin to read it, before Next does.
  const push = request.push.bind(request);
  let size = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    const before = size;
    size += chunk?.byteLength ?? 0;
    if (size <= BODY_LIMIT) return push(chunk, encoding);
    if (before <= BODY_LIMIT) refuse(new AppError("PAYLOAD_TOO_LARGE"));
    return true;
  };
}
