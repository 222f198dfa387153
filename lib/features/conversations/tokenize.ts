import { foldText } from "@/lib/core/fold-text";
import { runSync } from "@/lib/core/time-slicing";

/** A character of a script without spaces between words, with its marks. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*/gu;
/** Marks that `foldText` keeps, such as vowel signs, are part of the word. */
const SEPARATORS = /[^\p{L}\p{N}\p{M}]+\p{M}*/u;

/** UTF-16 code units folded in one step. A single character may expand to eighteen. */
const CHUNK_LENGTH = 4096;

/** Longer words are indexed by their first 200 UTF-16 code units, because index entries have a size limit. */
const MAX_TOKEN_LENGTH = 200;

/** Above this number of words per speaker and turn, repeats are dropped. No spoken turn has as many. */
const MAX_TOKENS_WITH_REPEATS = 10_000;

/**
 * Splits text into the search's tokens. Tokens are folded (`foldText`), so "zurek" finds "Żurek". Everything but letters, their
 * marks and digits separates them, so "SW20" finds "SW20, 8AB". In scripts without spaces, each character is a token.
 * Transcripts and queries use the same function, so they always agree.
 */
export function tokenize(text: string): string[] {
  return [...tokenizeSteps(text)].flat();
}

/** `tokenize` in steps of bounded work, so that time grows linearly with the text. */
function* tokenizeSteps(text: string): Generator<string[]> {
  let unfinished = "";
  for (const chunk of splitChunks(text)) {
    const [first = "", ...rest] = fold(chunk).split(SEPARATORS);
    unfinished = (unfinished + first).slice(0, MAX_TOKEN_LENGTH);
    const last = rest.pop();
    if (last === undefined) continue;
    yield [unfinished, ...rest].filter((word) => word !== "").map(truncateToken);
    unfinished = last.slice(0, MAX_TOKEN_LENGTH);
  }
  if (unfinished !== "") yield [truncateToken(unfinished)];
}

/**
 * The longest prefix of a chunk before a letter or a digit: folding and splitting never depend on what precedes one, unless it
 * decomposes to a mark.
 */
const SAFE_SPLIT = /^.+(?=[\p{L}\p{N}])(?![\u0e33\u0eb3\uff9e\uff9f])/su;

/** Splits text where no token changes; if there is no such position, between two characters. */
function* splitChunks(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > CHUNK_LENGTH) {
    const chunk = text.slice(from, from + CHUNK_LENGTH);
    let length = SAFE_SPLIT.exec(chunk)?.[0].length ?? CHUNK_LENGTH;
    if (isHighSurrogate(chunk.charCodeAt(length - 1))) length -= 1;
    yield chunk.slice(0, length);
    from += length;
  }
  yield text.slice(from);
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

function fold(text: string): string {
  const folded = foldText(text);
  return /\P{ASCII}/u.test(folded) ? folded.replace(UNSPACED, " $& ") : folded;
}

/** Replaces a lone surrogate, which PostgreSQL cannot store. */
const truncateToken = (word: string): string => word.slice(0, MAX_TOKEN_LENGTH).toWellFormed();

interface TurnTokens {
  /** The user's and the agent's tokens, each between single spaces; empty if nothing was said. */
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

/** The tokens of one turn, including its translations. */
export const tokenizeTurn = (turn: TurnTexts): TurnTokens => runSync(tokenizeTurnSteps(turn));

/** `tokenizeTurn` in steps of bounded work, for texts of any accepted size. */
export function* tokenizeTurnSteps(turn: TurnTexts): Generator<void, TurnTokens> {
  const words = new Set<string>();
  const user = yield* tokenizeSpeaker(`${turn.user_input} ${turn.translated_user_input}`, words);
  const agent = yield* tokenizeSpeaker(`${turn.agent_response} ${turn.english_agent_response}`, words);
  return { user, agent, words: [...words] };
}

/** The tokens of all turns of a conversation: a text for each turn and speaker, and all distinct words. */
export function* tokenizeTurnsSteps(
  turns: TurnTexts[],
): Generator<void, { user: string[]; agent: string[]; words: string[] }> {
  const user: string[] = [];
  const agent: string[] = [];
  const words = new Set<string>();
  for (const turn of turns) {
    const tokens = yield* tokenizeTurnSteps(turn);
    user.push(tokens.user);
    agent.push(tokens.agent);
    for (const word of tokens.words) words.add(word);
  }
  return { user, agent, words: [...words] };
}

/** Returns one speaker's tokens between single spaces, and adds them to `turn`. */
function* tokenizeSpeaker(text: string, turn: Set<string>): Generator<void, string> {
  const tokens: string[] = [];
  let distinct: Set<string> | undefined;
  for (const words of tokenizeSteps(text)) {
    for (const word of words) {
      turn.add(word);
      if (distinct) distinct.add(word);
      else tokens.push(word);
    }
    // The search checks whether a turn contains a word, not how often, so repeats are dropped in very long turns.
    if (tokens.length > MAX_TOKENS_WITH_REPEATS) distinct ??= new Set(tokens);
    yield;
  }
  const kept = distinct ? [...distinct] : tokens;
  return kept.length === 0 ? "" : ` ${kept.join(" ")} `;
}
