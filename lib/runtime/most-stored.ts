import { AppError } from "../errors";
import { MOST_VALUES, outOfBounds } from "../json-bounds";

/** Bytes of state, and of metrics, that a live conversation may gather: every later write reads all of them. */
const MOST_BYTES = 1024 * 1024;

/**
 * Passes when a live conversation's member has room for what is written. What is larger already may still shrink.
 * @throws AppError RUNTIME_VALIDATION_FAILED
 */
export function requireRoom(what: "state" | "metrics", before: string, after: string): void {
  if (after.length <= before.length) return;
  if (Buffer.byteLength(after) <= MOST_BYTES && !outOfBounds(after)) return;
  throw new AppError(
    "RUNTIME_VALIDATION_FAILED",
    `The conversation's ${what} would be larger than 1 MiB or hold more than ${MOST_VALUES} values.`,
  );
}
