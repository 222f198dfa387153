import { foldText } from "./fold-text";

/** Folds a name, or what a user searches in names. Composed, so that a part of a letter does not match the letter. */
export const foldName = (name: string): string => foldText(name).normalize("NFC").replace(/\s+/g, " ");

/** What a search looks for in folded names. Text that folds to nothing matches only itself. */
export const foldSearch = (text: string): string => foldName(text.trim()) || text;

/** True if the name contains the search text, compared as `foldName` does. An empty text matches every name. */
export const nameContains = (name: string, text: string): boolean =>
  foldName(name).includes(foldSearch(text));

/**
 * The levels of a sort key end with the lowest character, so that "key" precedes "key 2". In the first level, spaces come
 * before symbols, symbols before numbers, and numbers before letters. No name and no search text has these characters.
 */
const LEVEL_END = "\u0001";
const SPACE = "\u0002";
const SYMBOL = "\u0003";
const NUMBER = "\u0004";
/** A number starts with the count of its digits: 26 per LONGER, then the rest. */
const LONGER = "\u001f";
const FIRST_COUNT = 5;

/**
 * The maximum length of each level, in code points. An index entry has at most 2,704 bytes, and a code point four. The second
 * level is the longest, because a search reads it: a name of 100 characters in Hindi has 300 code points.
 */
const MAX_LENGTHS = [150, 330, 140] as const;

function encodeNumber(digits: string): string {
  const significant = digits.replace(/^0+(?=\d)/, "");
  const longer = Math.floor(significant.length / 26);
  const count = String.fromCharCode(FIRST_COUNT + (significant.length % 26));
  return NUMBER + LONGER.repeat(longer) + count + significant;
}

const encodePart = (part: string): string =>
  part === " " ? SPACE : /\d/.test(part) ? encodeNumber(part) : SYMBOL + part;

const cut = (level: string, n: number): string => [...level].slice(0, MAX_LENGTHS[n]).join("");

/**
 * The key that orders names as people do, when keys are compared byte by byte (`COLLATE "C"`) or with `compareKeys`: without
 * accents and case, numbers by value, scripts one after the other. The second level is the folded name, which a search reads;
 * the third, the name itself, decides between names that differ only in accents or case.
 */
export function sortKey(name: string): string {
  const folded = foldName(name);
  const first = folded.replace(/\d+|[^\p{L}\p{M}\p{N}]/gu, encodePart);
  return [first, folded, name].map(cut).join(LEVEL_END);
}

/** Moves surrogates behind all other UTF-16 code units, where the characters that they encode belong. */
const codePointOrder = (unit: number): number =>
  unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;

/** Compares by code points, as PostgreSQL does under `COLLATE "C"`; JavaScript compares UTF-16 code units. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let n = 0; n < length; n++) {
    const difference = codePointOrder(a.charCodeAt(n)) - codePointOrder(b.charCodeAt(n));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Sorts a whole list by name, and by ID where names are equal. Lists that are read in pages have the key in a column. */
export const sortByName = <T extends { name: string; id: string }>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, key: sortKey(item.name) + LEVEL_END + item.id }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ item }) => item);

/** Sorts names. */
export const sortNames = (names: readonly string[]): string[] =>
  sortByName(names.map((name) => ({ name, id: name }))).map(({ name }) => name);
