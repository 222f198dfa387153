// Without zod: the browser counts and cuts text by the same rules.

/** Limits of a text that people read. A character is an extended grapheme cluster (Unicode Standard Annex #29). */
export interface TextLimits {
  characters: number;
  codePoints: number;
}

/** The limits of a display name and of a search text. */
export const NAME_LIMITS: TextLimits = { characters: 100, codePoints: 400 };

/** A family emoji has 10 code points, the flag of Scotland 7. Only stacked combining marks have more than this. */
const MAX_CODE_POINTS_PER_CHARACTER = 16;

let segmenter: Intl.Segmenter | undefined;

/** Splits text between characters, in linear time. */
function characters(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

/**
 * The longest start of the text within the limits, never cut inside a character. Of a character with too many code
 * points, only the first ones remain.
 */
export function truncate(text: string, limits: TextLimits): string {
  // A character that ends after this exceeds the limits anyway. Hostile text may be very long.
  const start = text.slice(0, 2 * (limits.codePoints + MAX_CODE_POINTS_PER_CHARACTER + 1));
  let result = "";
  let count = 0;
  let codePoints = 0;
  for (const { segment } of characters(start)) {
    const kept = [...segment].slice(0, MAX_CODE_POINTS_PER_CHARACTER);
    count += 1;
    codePoints += kept.length;
    if (count > limits.characters || codePoints > limits.codePoints) break;
    result += kept.join("");
  }
  return result;
}

/** Shortens text for a message: an ellipsis replaces what is beyond so many characters. */
export function shorten(text: string, maxCharacters: number): string {
  const start = truncate(text, {
    characters: maxCharacters,
    codePoints: 4 * maxCharacters + MAX_CODE_POINTS_PER_CHARACTER,
  });
  return start === text ? text : `${start}…`;
}

/** Shortens the path of a URL. Does not cut inside a percent-encoded character. */
export function truncatePath(path: string, maxLength: number): string {
  if (path.length <= maxLength) return path;
  const start = path.slice(0, maxLength).replace(/%[\da-f]?$/i, "");
  return start.replace(/%[c-f][\da-f](?:%[89ab][\da-f]){0,3}$/i, (last) => (isComplete(last) ? last : ""));
}

function isComplete(encoded: string): boolean {
  try {
    return decodeURIComponent(encoded) !== "";
  } catch {
    return false;
  }
}

/** The first limit that the text exceeds; undefined if it exceeds none. */
export function exceededLimit(
  text: string,
  limits: TextLimits,
): keyof TextLimits | "codePointsPerCharacter" | undefined {
  // Segmentation takes microseconds for a name. Below U+0300, each code unit is a character.
  const maxLength = /^[ -\u02ff]*$/.test(text) ? limits.characters : MAX_CODE_POINTS_PER_CHARACTER;
  if (text.length <= Math.min(maxLength, limits.characters, limits.codePoints)) return undefined;
  // A longer text has too many code points, whatever follows. Hostile text may be very long.
  const start = text.slice(0, 2 * limits.codePoints);
  const counts = Array.from(characters(start), ({ segment }) => [...segment].length);
  if (counts.length > limits.characters) return "characters";
  if (counts.some((count) => count > MAX_CODE_POINTS_PER_CHARACTER)) return "codePointsPerCharacter";
  const codePoints = counts.reduce((sum, count) => sum + count, 0);
  return start !== text || codePoints > limits.codePoints ? "codePoints" : undefined;
}
