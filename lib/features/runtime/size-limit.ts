import { AppError } from "@/lib/core/errors";
import { jsonLimitViolation, MAX_JSON_VALUES } from "@/lib/core/json-limits";

/** Bytes of state, and of metrics, that a live conversation may gather: every later write reads all of them. */
const MAX_BYTES = 1024 * 1024;

/**
 * Passes when a live conversation's member has room for what is written. What is larger already may still shrink.
 * @throws AppError RUNTIME_VALIDATION_FAILED
 */
export function assertWithinSizeLimit(what: "state" | "metrics", before: string, after: string): void {
  if (after.length <= before.length) return;
  if (Buffer.byteLength(after) <= MAX_BYTES && !jsonLimitViolation(after)) return;
  throw new AppError(
    "RUNTIME_VALIDATION_FAILED",
    `The conversation's ${what} would be larger than 1 MiB or hold more than ${MAX_JSON_VALUES} values.`,
  );
}
