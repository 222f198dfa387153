import { z } from "zod";

/** Whether the text has at most so many code points, which is how JSON Schema counts `maxLength`. */
export function hasAtMostCodePoints(text: string, max: number): boolean {
  if (text.length <= max) return true;
  if (text.length > 2 * max) return false;
  let count = 0;
  for (const _ of text) count += 1;
  return count <= max;
}

/**
 * A maximum length in code points: `string.check(maxCodePoints(100, "…"))`. JSON Schema, and so the OpenAPI document, counts
 * `maxLength` in code points; zod's own check counts UTF-16 code units, and would refuse half as many emoji.
 */
export function maxCodePoints(max: number, error: string) {
  const check = z.maxLength(max, error);
  const reject = check._zod.check;
  check._zod.check = (payload) =>
    hasAtMostCodePoints(String(payload.value), max) ? undefined : reject(payload);
  return check;
}
