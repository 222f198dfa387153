import { z } from "zod";

/** The maximum length of a display name, in UTF-16 code units. */
const MAX_LENGTH = 100;

/** A name that users give to something: trimmed, 1 to 100 characters, no control characters. */
export const displayName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(MAX_LENGTH, `Use at most ${MAX_LENGTH} characters.`)
  .refine((value) => !/\p{Cc}/u.test(value), "Use visible characters only.");
