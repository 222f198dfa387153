// Errors become responses here and nowhere else. Hono's HTTPException is not used: errors have stable codes, and the body
// and headers are written at once by `jsonResponse` (see response.ts).

import { isUnavailable } from "@/db/client/errors";
import { AppError } from "@/lib/core/errors";
import { logUnavailable, logUnexpected } from "@/lib/core/log";
import type { ApiContext } from "./context";
import { jsonResponse } from "./response";
import { isClientDisconnect } from "./stream";

/** Hides the details of an unexpected error. If the client has disconnected, the error is not logged either. */
function toUnexpectedError(c: ApiContext, error: unknown, correlationId: string): AppError {
  if (isClientDisconnect(error) || c.env.outgoing.destroyed) return new AppError("INTERNAL_ERROR");
  if (isUnavailable(error)) {
    logUnavailable(error, correlationId);
    return new AppError("UNAVAILABLE");
  }
  logUnexpected(error, correlationId);
  return new AppError("INTERNAL_ERROR");
}

/** Returns the error to respond with. An unexpected error is logged and replaced by INTERNAL_ERROR or UNAVAILABLE. */
export const toAppError = (c: ApiContext, error: unknown): AppError =>
  error instanceof AppError ? error : toUnexpectedError(c, error, c.env.correlationId);

/** Responds with any error in the error envelope. */
export function errorResponse(c: ApiContext, error: unknown): Response {
  const correlationId = c.env.correlationId;
  const appError = toAppError(c, error);
  return jsonResponse(c, errorEnvelope(appError, correlationId), appError.status, errorHeaders(c, appError));
}

/** The additional headers of an error response. */
function errorHeaders(c: ApiContext, { status, code }: AppError): Record<string, string> | undefined {
  // A rate limit has set its own Retry-After.
  if (status === 503 || (status === 429 && !c.env.outgoing.hasHeader("Retry-After")))
    return { "Retry-After": "1" };
  if (status !== 401) return undefined;
  const scheme = code === "RUNTIME_TOKEN_INVALID" ? "Bearer" : "ApiKey";
  return { "WWW-Authenticate": `${scheme} realm="agent-studio"` };
}

/** The body of every error response. */
export const errorEnvelope = (error: AppError, correlationId: string) => ({
  success: false,
  error: error.message,
  error_id: correlationId,
  error_code: error.code,
  error_message: error.message,
  data: null,
});
