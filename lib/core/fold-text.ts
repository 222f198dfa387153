import { LATIN_LETTERS } from "./latin-letters";

// Without zod and without Node: the browser folds the same way.

/** Invisible characters. U+200B separates words. */
const INVISIBLE = /\p{Cf}(?<!\u200b)/gu;
/** Combining marks, and the two characters outside that category that decompose to just a mark. */
const LONG_MARK_RUN = /([\p{M}\uff9e\uff9f]{16})[\p{M}\uff9e\uff9f]+/gu;
/** Cyrillic letters that decompose, such as й, except those with a stress mark, and ё, for which many people type е. */
const CYRILLIC_LETTER =
  /\p{Script=Cyrillic}[\u0300\u0301\u0304\u0306\u0308\u030b](?<![Ее]\u0308|[ЕеИи]\u0300)/gu;
/**
 * Marks that people leave out when they type: accents, and the vowel points of Hebrew, Arabic and Syriac. In all other scripts,
 * such as Devanagari and Thai, marks are vowels, and か and が are different letters. U+0640 only stretches an Arabic word.
 */
const ACCENT =
  /[\p{M}\u0640](?<=[\p{Script=Inherited}\p{Script=Common}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}])(?<![\u3099\u309a])/gu;
const REPLACEMENTS = new Map<string, string>([
  ["ς", "σ"],
  ...LATIN_LETTERS.split(" ").map((row): [string, string] => {
    const [letter = ""] = row;
    return [letter, row.slice(letter.length)];
  }),
]);
const REPLACED = /(?!\p{ASCII})[\p{Script=Latin}\p{Nd}ς]/gu;

/** Unicode encodes the digits of a script as ten consecutive characters, some scripts directly after another. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--;
  return String((code - start) % 10);
}

const replacement = (character: string): string =>
  REPLACEMENTS.get(character) ?? (/\p{Nd}/u.test(character) ? digitValue(character) : character);

/**
 * Text as the search compares it: in lowercase, without accents, in one form for characters with several (NFKD), with Latin
 * letters and digits in ASCII: "Æther" becomes "aether", and "IŞIK" and "ışık" become "isik". Other scripts stay as they are.
 *
 * Takes linear time. Normalization sorts the marks after a letter, which takes quadratic time for a long run of marks, so only
 * 16 are kept.
 */
export function foldText(text: string): string {
  if (!/\P{ASCII}/u.test(text)) return text.toLowerCase();
  return text
    .replace(INVISIBLE, "")
    .replace(LONG_MARK_RUN, "$1")
    .normalize("NFKD")
    .replace(CYRILLIC_LETTER, (letter) => letter.normalize("NFC"))
    .replace(ACCENT, "")
    .toLowerCase()
    .replace(REPLACED, replacement);
}
