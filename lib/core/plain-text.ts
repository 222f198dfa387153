// The first step of normalizing a name, and the whole of normalizing a search. Small, because each list page loads it.

import { NAME_LIMITS } from "./graphemes";

/**
 * The longest text, in UTF-16 code units, that may become a valid name: composition makes one code point of at most four,
 * and a code point has one or two units.
 */
export const MAX_RAW_LENGTH = 2 * 4 * NAME_LIMITS.codePoints;

/**
 * Control characters, private-use and unassigned code points, and halves of surrogate pairs. The code points reserved for
 * future emoji are accepted: devices have them before servers know them.
 */
export const UNSUPPORTED = /(?!\p{Extended_Pictographic})[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu;

export const hasUnsupportedCharacters = (text: string): boolean => text.search(UNSUPPORTED) >= 0;

/** Spaces, tabs and line breaks, and the symbols that are blank by definition: in Braille, music and hieroglyphs. */
const BLANKS = /[\p{White_Space}\u2800\u{1d159}\u{13441}\u{13442}]+/gu;

/**
 * Invisible whatever surrounds it: everything that a font without a glyph must not show (Default_Ignorable_Code_Point),
 * which includes zero-width spaces, soft hyphens, Hangul fillers, variation selectors and all controls of text direction. The
 * console isolates names, so that they need no such control. Not included are the characters that are judged by their context.
 * Added are interlinear annotations, the object replacement character and the Khitan filler.
 */
const ALWAYS_INVISIBLE =
  /(?!\p{Join_Control}|\ufe0f|[\u180b-\u180f\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffc\u{16fe4}]/gu;

/**
 * Unicode Normalization Form C, with each run of white space as one space and without what is invisible everywhere. Linear in
 * the length of the text, except for runs of combining marks: bound the length.
 */
export const toPlainText = (text: string): string =>
  text.replace(ALWAYS_INVISIBLE, "").replace(BLANKS, " ").normalize("NFC");
