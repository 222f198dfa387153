import type { AppError } from "./errors";

/**
 * Parsed input, or the reason that it is invalid. A verb that must check access first takes a `Parsed` and unwraps it
 * afterwards, so that a caller without access learns nothing about its parameters.
 */
export type Parsed<T> = { ok: true; value: T } | { ok: false; error: AppError };

/**
 * The parsed value.
 * @throws AppError the reason that the input is invalid
 */
export function unwrap<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}
