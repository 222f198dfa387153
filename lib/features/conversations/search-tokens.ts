import { runSync } from "@/lib/core/time-slicing";

const IDEOGRAPHS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
/** Combining marks, and the two characters outside of that category that decompose to nothing but one. */
const MARKS = /[\p{M}\uff9e\uff9f]+/gu;
const SEPARATORS = /[^\p{L}\p{N}]+/u;

/** UTF-16 units that are folded in one step. A single character may expand to eighteen. */
const CHUNK_LENGTH = 4096;

/** Longer words are indexed by their first 200 UTF-16 units: index entries have a size limit. */
const MAX_TOKEN_LENGTH = 200;

/** Words of one side of a turn that are stored with their repeats; no spoken turn has as many. */
const MAX_TOKENS_WITH_REPEATS = 10_000;

/**
 * The words of a text as the search knows them: lower case without accents, so that "zurek" finds "Żurek"; everything
 * but letters and digits separates words, so that "SW20" finds "SW20, 8AB"; scripts without spaces are taken character
 * by character. The same function reads transcripts and queries, so the two always agree.
 */
export function tokenize(text: string): string[] {
  return [...tokenizeSteps(text)].flat();
}

/**
 * The same words in steps of bounded work, so that time grows linearly with the text.
 *
 * Marks are removed before the text is decomposed: Unicode sorts the marks behind a character, and sorting a long run of
 * them takes quadratic time.
 */
function* tokenizeSteps(text: string): Generator<string[]> {
  let unfinished = "";
  for (const piece of splitChunks(text)) {
    const [first = "", ...rest] = fold(piece).split(SEPARATORS);
    unfinished = (unfinished + first).slice(0, MAX_TOKEN_LENGTH);
    const last = rest.pop();
    if (last === undefined) continue;
    yield [unfinished, ...rest].filter((word) => word !== "").map(truncateToken);
    unfinished = last.slice(0, MAX_TOKEN_LENGTH);
  }
  if (unfinished !== "") yield [truncateToken(unfinished)];
}

/**
 * Up to where a piece may end without changing how its end and what follows are lowercased: how Σ is depends on the
 * characters around it, past apostrophes and the like.
 */
const SAFE_SPLIT = /^.*(?:[^\S\ufeff]|[,;!?()"]|[\p{Ll}\p{Lo}\p{N}](?=[\p{Ll}\p{Lo}\p{N}]))/su;

/** Cuts a text where that changes no word, or where there is no such place between two characters. */
function* splitChunks(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > CHUNK_LENGTH) {
    const piece = text.slice(from, from + CHUNK_LENGTH);
    let length = SAFE_SPLIT.exec(piece)?.[0].length ?? CHUNK_LENGTH;
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
const truncateToken = (word: string): string => word.slice(0, MAX_TOKEN_LENGTH).toWellFormed();

interface TurnTokens {
  /** The caller's words and the agent's, each between single spaces; empty when nothing was said. */
  user: string;
  agent: string;
  words: string[];
}

interface TurnTexts {
  user_input: string;
  agent_response: string;
  translated_user_input: string;
  english_agent_response: string;
}

/** What the search reads of one turn, translations included. */
export const tokenizeTurn = (turn: TurnTexts): TurnTokens => runSync(tokenizeTurnSteps(turn));

/** The same in steps of bounded work, for texts of any accepted size. */
export function* tokenizeTurnSteps(turn: TurnTexts): Generator<void, TurnTokens> {
  const words = new Set<string>();
  const user = yield* tokenizeSpeaker(`${turn.user_input} ${turn.translated_user_input}`, words);
  const agent = yield* tokenizeSpeaker(`${turn.agent_response} ${turn.english_agent_response}`, words);
  return { user, agent, words: [...words] };
}

/** One side's words between single spaces; adds them to those of the turn. */
function* tokenizeSpeaker(text: string, turn: Set<string>): Generator<void, string> {
  const tokens: string[] = [];
  let distinct: Set<string> | undefined;
  for (const words of tokenizeSteps(text)) {
    for (const word of words) {
      turn.add(word);
      if (distinct) distinct.add(word);
      else tokens.push(word);
    }
    // The search asks whether a turn has a word, not how often: repeats beyond any real turn are not worth storing.
    if (tokens.length > MAX_TOKENS_WITH_REPEATS) distinct ??= new Set(tokens);
    yield;
  }
  const kept = distinct ? [...distinct] : tokens;
  return kept.length === 0 ? "" : ` ${kept.join(" ")} `;
}
