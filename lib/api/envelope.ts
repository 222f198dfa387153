import { isUnavailable } from "@/db/errors";
import { AppError } from "../errors";
import { logUnavailable, logUnexpected } from "../log";
import { answerJson } from "./head";
import { isHangUp } from "./stream";
import type { ApiContext } from "./types";

/** Told without its innards. What breaks because the client has gone is nobody's fault and told to nobody. */
function unexpected(c: ApiContext, error: unknown, correlationId: string): AppError {
  if (isHangUp(error) || c.env?.outgoing?.destroyed) return new AppError("INTERNAL_ERROR");
  if (isUnavailable(error)) {
    logUnavailable(error, correlationId);
    return new AppError("UNAVAILABLE");
  }
  logUnexpected(error, correlationId);
  return new AppError("INTERNAL_ERROR");
}

/** The expected error that whatever broke is told as. An unexpected one is logged. */
export const toKnown = (c: ApiContext, error: unknown): AppError =>
  error instanceof AppError ? error : unexpected(c, error, c.env.correlationId);

/** Writes an error as the one envelope, whatever broke. */
export function errorAnswer(c: ApiContext, error: unknown): Response {
  const correlationId = c.env.correlationId;
  const known = toKnown(c, error);
  return answerJson(c, envelope(known, correlationId), known.status, fieldsOf(c, known));
}

/** What an error says in its answer's head. */
function fieldsOf(c: ApiContext, { status, code }: AppError): Record<string, string> | undefined {
  // A rate limit has put its own time on the response already.
  if (status === 503 || (status === 429 && !c.env.outgoing?.hasHeader("Retry-After")))
    return { "Retry-After": "1" };
  if (status !== 401) return undefined;
  const scheme = code === "RUNTIME_TOKEN_INVALID" ? "Bearer" : "ApiKey";
  return { "WWW-Authenticate": `${scheme} realm="agent-studio"` };
}

/** The one shape of an error. */
export const envelope = (error: AppError, correlationId: string) => ({
  success: false,
  error: error.message,
  error_id: correlationId,
  error_code: error.code,
  error_message: error.message,
  data: null,
});
