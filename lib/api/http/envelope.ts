import { isUnavailable } from "@/db/client/errors";
import { AppError } from "@/lib/core/errors";
import { logUnavailable, logUnexpected } from "@/lib/core/log";
import type { ApiContext } from "./context";
import { jsonResponse } from "./response";
import { isClientDisconnect } from "./stream";

/** Told without its innards. What breaks because the client has gone is nobody's fault and told to nobody. */
function toUnexpectedError(c: ApiContext, error: unknown, correlationId: string): AppError {
  if (isClientDisconnect(error) || c.env?.outgoing?.destroyed) return new AppError("INTERNAL_ERROR");
  if (isUnavailable(error)) {
    logUnavailable(error, correlationId);
    return new AppError("UNAVAILABLE");
  }
  logUnexpected(error, correlationId);
  return new AppError("INTERNAL_ERROR");
}

/** The expected error that whatever broke is told as. An unexpected one is logged. */
export const toAppError = (c: ApiContext, error: unknown): AppError =>
  error instanceof AppError ? error : toUnexpectedError(c, error, c.env.correlationId);

/** Writes an error as the one envelope, whatever broke. */
export function errorResponse(c: ApiContext, error: unknown): Response {
  const correlationId = c.env.correlationId;
  const appError = toAppError(c, error);
  return jsonResponse(c, errorEnvelope(appError, correlationId), appError.status, errorHeaders(c, appError));
}

/** What an error says in its answer's head. */
function errorHeaders(c: ApiContext, { status, code }: AppError): Record<string, string> | undefined {
  // A rate limit has put its own time on the response already.
  if (status === 503 || (status === 429 && !c.env.outgoing?.hasHeader("Retry-After")))
    return { "Retry-After": "1" };
  if (status !== 401) return undefined;
  const scheme = code === "RUNTIME_TOKEN_INVALID" ? "Bearer" : "ApiKey";
  return { "WWW-Authenticate": `${scheme} realm="agent-studio"` };
}

/** The one shape of an error. */
export const errorEnvelope = (error: AppError, correlationId: string) => ({
  success: false,
  error: error.message,
  error_id: correlationId,
  error_code: error.code,
  error_message: error.message,
  data: null,
});
