// Without zod: the browser parses the same text.

/** The maximum length of a search text or an ID in a page's URL. */
export const MAX_SEARCH_LENGTH = 100;

/**
 * Trims a search text of a page's URL. Text that no name or ID can have means no search: text that is too long, contains
 * control characters, or is not well-formed Unicode, which PostgreSQL cannot store.
 * @returns an empty string for no search
 */
export function normalizeSearchText(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > MAX_SEARCH_LENGTH || /[\p{Cc}\p{Cs}]/u.test(trimmed) ? "" : trimmed;
}
