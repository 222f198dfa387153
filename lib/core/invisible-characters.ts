import { toPlainText } from "./plain-text";

// Removes the characters of a name that cannot be seen, and keeps those that change how the others look.

const ZWNJ = "\u200c";
const ZWJ = "\u200d";

/** Variation selectors and the vowel separator of Mongolian, except after a letter, and joiners of hieroglyphs elsewhere. */
const MISPLACED_CONTROL = new RegExp(
  [
    String.raw`(?<!(?=\p{L})\p{Script=Mongolian})[\u180b-\u180d\u180f]`,
    String.raw`(?<!(?=\p{L})\p{Script=Mongolian}[\u180b-\u180d\u180f]?)\u180e`,
    String.raw`\u180e(?!(?=\p{L})\p{Script=Mongolian})`,
    String.raw`(?<!(?=\p{L})\p{Script=Egyptian_Hieroglyphs})[\u{13430}-\u{1343f}](?!(?=\p{L})\p{Script=Egyptian_Hieroglyphs})`,
  ].join("|"),
  "gu",
);

/** U+20E3 turns these into a key. They look the same with and without U+FE0F. */
const KEYCAP = /([\d#*])\ufe0f?\u20e3/gu;

/** U+FE0F requests a colored emoji. It has no effect except after a character that is shown as text by default. */
const MISPLACED_EMOJI_SELECTOR =
  /(?<!(?!\p{Emoji_Presentation}|[\d#*])\p{Emoji})(?<![\d#*](?=\ufe0f\u20e3))\ufe0f/gu;

/** The flag of a part of a country: a black flag and its code in tags. Other tags are invisible. */
const TAGGED_FLAG = /\u{1f3f4}?[\u{e0020}-\u{e007f}]+/gu;

const EMOJI = String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?`;
const JOINERS = new RegExp(`${EMOJI}(?:${ZWJ}${EMOJI})+|[${ZWNJ}${ZWJ}]`, "gu");
/** No emoji has more parts: two people with a heart and a kiss have four. */
const MAX_EMOJI_PARTS = 8;
/** Real names need two passes. The limit bounds the work for hostile ones. */
const MAX_PASSES = 8;

/**
 * Normalizes text without changing how it looks: Unicode Normalization Form C, each run of white space as one space, none at
 * the ends, and no invisible characters. Joiners remain where they have an effect: in Arabic, Persian and other cursive
 * scripts, in the scripts of India and its neighbors, and in emoji. Linear in the length of the text, except for runs of
 * combining marks: bound the length.
 */
export function normalizeVisibleText(text: string): string {
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text;
  // The characters around a joiner must be normal before it is judged, and a removal brings others together.
  let normal = toPlainText(text);
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = removeMisplaced(normal).replace(/ {2,}/g, " ").trim().normalize("NFC");
    if (next === normal) break;
    normal = next;
  }
  return normal;
}

const removeMisplaced = (text: string): string =>
  text
    .replace(MISPLACED_CONTROL, "")
    .replace(KEYCAP, "$1\ufe0f\u20e3")
    .replace(MISPLACED_EMOJI_SELECTOR, "")
    .replace(TAGGED_FLAG, (flag) => (isKnownEmoji(flag) ? flag : flag.replace(/[^\u{1f3f4}]/gu, "")))
    .replace(/(\p{Join_Control})\p{Join_Control}+/gu, "$1")
    .replace(JOINERS, (found, at: number, whole: string) => {
      if (found.length > 1) return joinKnownEmoji(found);
      const after = whole.slice(at + 1, at + 3);
      return joinerHasEffect(found, whole.slice(Math.max(0, at - MAX_CONTEXT), at), after) ? found : "";
    })
    .replace(/\ufe0f(?=\p{Emoji_Modifier})/gu, "");

/** A literal with this flag would keep older browsers from loading the file. */
const UNICODE_SETS: string = "v";
let knownEmoji: RegExp | undefined;

/**
 * Whether it is one of the emoji recommended for general interchange (Unicode Technical Standard #51). True in a browser that
 * does not know them: the server decides.
 */
function isKnownEmoji(text: string): boolean {
  try {
    knownEmoji ??= new RegExp(String.raw`^\p{RGI_Emoji}$`, UNICODE_SETS);
  } catch {
    knownEmoji = /^/;
  }
  return knownEmoji.test(text);
}

/** Keeps the joiners of known emoji, with U+FE0F where the standard has it. Elsewhere they would be invisible. */
function joinKnownEmoji(chain: string): string {
  const parts = chain.split(ZWJ);
  let result = "";
  for (let at = 0; at < parts.length; ) {
    let end = Math.min(parts.length, at + MAX_EMOJI_PARTS);
    while (end > at + 1 && !isKnownEmoji(qualify(parts.slice(at, end)))) end -= 1;
    result += end > at + 1 ? qualify(parts.slice(at, end)) : parts[at];
    at = end;
  }
  return result;
}

const qualify = (parts: string[]): string =>
  parts
    .map((part) => part.replace("\ufe0f", ""))
    .map((part) => (/^\p{Emoji_Presentation}|\p{Emoji_Modifier}$/u.test(part) ? part : `${part}\ufe0f`))
    .join(ZWJ);

/** How far back to look for the letter before a joiner, in UTF-16 code units: combining marks may be between. */
const MAX_CONTEXT = 34;

/** The Joining_Type of letters in ArabicShaping.txt: they join to the letter before them only, or to none. */
const RIGHT_JOINING =
  "\\u0622-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0673\\u0675-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5\\u06ee\\u06ef\\u0710\\u0715-\\u0719\\u071e\\u0728\\u072a\\u072c\\u072f\\u074d\\u0759-\\u075b\\u076b\\u076c\\u0771\\u0773\\u0774\\u0778\\u0779\\u0840\\u0846\\u0847\\u0849\\u0854\\u0856-\\u0858\\u0867\\u0869\\u086a\\u0870-\\u0882\\u088e\\u08aa-\\u08ac\\u08ae\\u08b1\\u08b2\\u08b9\\u{10d22}";
const NON_JOINING = "\\u0621\\u0674\\u0861\\u0866\\u0887\\u0888\\u08ad\\u1880-\\u1884\\ua873";
const CURSIVE = ["Arab", "Syrc", "Mand", "Nkoo", "Mong", "Phag", "Adlm", "Rohg"]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join("");
const JOINS_NEXT = new RegExp(`(?![${RIGHT_JOINING}${NON_JOINING}])(?=\\p{L})[${CURSIVE}]\\p{M}*$`, "u");
const JOINS_PREVIOUS = new RegExp(`^(?![${NON_JOINING}])(?=\\p{L})[${CURSIVE}]`, "u");

/**
 * Whether a joiner changes how its neighbors look. After or before the sign that joins consonants in the scripts of India, it selects
 * a form. Between cursive letters, ZWNJ separates letters that would join, and ZWJ joins a letter that would not. The rules
 * are those of RFC 5892, appendix A, extended by the ZWJ of Bengali ya-phalaa and of Arabic abbreviations.
 */
function joinerHasEffect(joiner: string, before: string, after: string): boolean {
  if (isVirama(before.match(/\p{M}$/u)?.[0])) return joiner === ZWJ || /^\p{L}/u.test(after);
  if (isVirama(after.match(/^\p{M}/u)?.[0])) return joiner === ZWJ && /\p{L}\p{M}*$/u.test(before);
  const joinsNext = JOINS_NEXT.test(before);
  const joinsPrevious = JOINS_PREVIOUS.test(after);
  return joiner === ZWNJ ? joinsNext && joinsPrevious : joinsNext !== joinsPrevious;
}

/**
 * Whether a mark has the Canonical_Combining_Class 9, Virama, which regular expressions do not know: in normalized text it
 * follows U+3099 (class 8) and precedes U+05B0 (class 10).
 */
const isVirama = (mark: string | undefined): boolean =>
  mark !== undefined &&
  `${mark}\u3099`.normalize("NFD") === `\u3099${mark}` &&
  `\u05b0${mark}`.normalize("NFD") === `${mark}\u05b0`;
