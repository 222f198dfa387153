import type { ErrorCode, FieldErrors } from "./errors";

/** What a server action answers: an expected failure is a value, not a throw. */
export type Result<T> = { ok: true; data: T } | { ok: false; error: ActionError };

export interface ActionError {
  code: ErrorCode;
  message: string;
  fields: FieldErrors;
  /** Quoted to an operator, it finds the log line. Only on unexpected failures. */
  correlationId?: string;
}
