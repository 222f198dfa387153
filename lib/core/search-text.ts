// Without zod: the browser parses the same text.

import { exceededLimit, NAME_LIMITS, truncate } from "./graphemes";
import { hasUnsupportedCharacters, MAX_RAW_LENGTH, toPlainText } from "./plain-text";
import { maskTypedSecret } from "./typed-secret";

/**
 * Normalizes a search text of a page's URL as names are normalized, so that it finds them, but keeps joiners, which end a text
 * while it is typed. A secret in it becomes its masked form, by which a key is found. Text that no name or ID can have means no
 * search: text that is too long, or has characters that no name may contain.
 * @returns an empty string for no search
 */
export function normalizeSearchText(text: string): string {
  const plain = text.length > MAX_RAW_LENGTH ? text : toPlainText(text).trim();
  const normal = maskTypedSecret(text) ?? plain;
  return exceededLimit(normal, NAME_LIMITS) || hasUnsupportedCharacters(normal) ? "" : normal;
}

/** The start of a typed search text that is not too long. The `maxLength` of HTML counts UTF-16 code units. */
export const limitSearchText = (typed: string): string => truncate(typed, NAME_LIMITS);
