import { atOnce } from "../in-steps";

const IDEOGRAPHS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
/** Combining marks, and the two characters outside of that category that decompose to nothing but one. */
const MARKS = /[\p{M}\uff9e\uff9f]+/gu;
const SEPARATORS = /[^\p{L}\p{N}]+/u;

/** UTF-16 units that are folded in one step. A single character may expand to eighteen. */
const PIECE = 4096;

/** Longer words are indexed by their first 200 UTF-16 units: index entries have a size limit. */
const LONGEST = 200;

/** Words of one side of a turn that are stored with their repeats; no spoken turn has as many. */
const MOST_WITH_REPEATS = 10_000;

/**
 * The words of a text as the search knows them: lower case without accents, so that "zurek" finds "Żurek"; everything
 * but letters and digits separates words, so that "SW20" finds "SW20, 8AB"; scripts without spaces are taken character
 * by character. The same function reads transcripts and queries, so the two always agree.
 */
export function wordsOf(text: string): string[] {
  return [...stepsThroughWords(text)].flat();
}

/**
 * The same words in steps of bounded work, so that time grows linearly with the text.
 *
 * Marks are removed before the text is decomposed: Unicode sorts the marks behind a character, and sorting a long run of
 * them takes quadratic time.
 */
function* stepsThroughWords(text: string): Generator<string[]> {
  let unfinished = "";
  for (const piece of piecesOf(text)) {
    const [first = "", ...rest] = fold(piece).split(SEPARATORS);
    unfinished = (unfinished + first).slice(0, LONGEST);
    const last = rest.pop();
    if (last === undefined) continue;
    yield [unfinished, ...rest].filter((word) => word !== "").map(shorten);
    unfinished = last.slice(0, LONGEST);
  }
  if (unfinished !== "") yield [shorten(unfinished)];
}

/**
 * Up to where a piece may end without changing how its end and what follows are lowercased: how Σ is depends on the
 * characters around it, past apostrophes and the like.
 */
const COMPLETE = /^.*(?:[^\S\ufeff]|[,;!?()"]|[\p{Ll}\p{Lo}\p{N}](?=[\p{Ll}\p{Lo}\p{N}]))/su;

/** Cuts a text where that changes no word, or where there is no such place between two characters. */
function* piecesOf(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > PIECE) {
    const piece = text.slice(from, from + PIECE);
    let length = COMPLETE.exec(piece)?.[0].length ?? PIECE;
    if (isHighSurrogate(piece.charCodeAt(length - 1))) length -= 1;
    yield piece.slice(0, length);
    from += length;
  }
  yield text.slice(from);
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

const fold = (text: string): string =>
  text
    .replace(MARKS, "")
    .normalize("NFKD")
    .replace(MARKS, "")
    .toLowerCase()
    .replace(/ł/g, "l")
    .replace(/ø/g, "o")
    .replace(/đ/g, "d")
    .replace(/ß/g, "ss")
    .replace(IDEOGRAPHS, " $& ");

/** Half of a surrogate pair cannot be stored. */
const shorten = (word: string): string => word.slice(0, LONGEST).toWellFormed();

interface Spoken {
  /** The caller's words and the agent's, each between single spaces; empty when nothing was said. */
  user: string;
  agent: string;
  words: string[];
}

interface SpokenTexts {
  user_input: string;
  agent_response: string;
  translated_user_input: string;
  english_agent_response: string;
}

/** What the search reads of one turn, translations included. */
export const spokenWords = (turn: SpokenTexts): Spoken => atOnce(spokenWordsInSteps(turn));

/** The same in steps of bounded work, for texts of any accepted size. */
export function* spokenWordsInSteps(turn: SpokenTexts): Generator<void, Spoken> {
  const words = new Set<string>();
  const user = yield* side(`${turn.user_input} ${turn.translated_user_input}`, words);
  const agent = yield* side(`${turn.agent_response} ${turn.english_agent_response}`, words);
  return { user, agent, words: [...words] };
}

/** One side's words between single spaces; adds them to those of the turn. */
function* side(text: string, turn: Set<string>): Generator<void, string> {
  const said: string[] = [];
  let distinct: Set<string> | undefined;
  for (const words of stepsThroughWords(text)) {
    for (const word of words) {
      turn.add(word);
      if (distinct) distinct.add(word);
      else said.push(word);
    }
    // The search asks whether a turn has a word, not how often: repeats beyond any real turn are not worth storing.
    if (said.length > MOST_WITH_REPEATS) distinct ??= new Set(said);
    yield;
  }
  const kept = distinct ? [...distinct] : said;
  return kept.length === 0 ? "" : ` ${kept.join(" ")} `;
}
