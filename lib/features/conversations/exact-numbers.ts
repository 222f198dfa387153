import { isNegative, isSameNumber } from "@/lib/core/json-number";

/** Maximum characters of a number. The exact value of a 64-bit float never needs more than 1,100. */
const MAX_LENGTH = 1100;
const TOO_LONG = `must have at most ${MAX_LENGTH} characters`;

/**
 * Checks the JSON text of a latency, because its parsed value hides whether a tiny one is negative.
 * @returns why it is rejected, in words that follow the field name
 */
export function latencyProblem(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return TOO_LONG;
  return isNegative(text) ? "must be at least 0" : undefined;
}

/**
 * Checks the JSON text of a whole number, because its parsed value hides a small fraction: `JSON.parse` reads
 * `4.00000000000000000001` as 4.
 * @param value the parsed value, a whole number
 * @returns why it is rejected, in words that follow the field name
 */
export function wholeNumberProblem(text: string, value: number): string | undefined {
  if (text.length > MAX_LENGTH) return TOO_LONG;
  return isSameNumber(text, value.toFixed(0)) ? undefined : "must be a whole number";
}
