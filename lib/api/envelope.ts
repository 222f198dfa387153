import type { ContentfulStatusCode } from "hono/utils/http-status";
import { AppError } from "../errors";
import { logUnexpected } from "../log";
import { isHangUp } from "./stream";
import type { ApiContext } from "./types";

/** Writes an error as the one envelope, whatever broke. Unexpected errors are logged and told without their innards. */
export function errorAnswer(c: ApiContext, error: unknown): Response {
  const known = error instanceof AppError ? error : new AppError("INTERNAL_ERROR");
  const correlationId = c.get("correlationId");
  if (!(error instanceof AppError) && !isHangUp(error)) logUnexpected(error, correlationId);
  if (known.status === 401) {
    const scheme = known.code === "RUNTIME_TOKEN_INVALID" ? "Bearer" : "ApiKey";
    c.header("WWW-Authenticate", `${scheme} realm="agent-studio"`);
  }
  return c.json(envelope(known, correlationId), known.status as ContentfulStatusCode);
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
