import type { ErrorCode, FieldErrors } from "./errors";

/** What a server action returns: an expected failure is a value, not an exception. */
export type Result<T> = { ok: true; data: T } | { ok: false; error: ActionError };

export interface ActionError {
  code: ErrorCode;
  message: string;
  fields: FieldErrors;
  /** Finds the log line of an unexpected failure. */
  correlationId?: string;
}
