const IDEOGRAPHS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/**
 * The words of a text as the search knows them: lower case without accents, so that "zurek" finds "Żurek"; everything
 * but letters and digits parts words, so that "SW20" finds "SW20, 8AB"; scripts that write no spaces are taken character
 * by character. The same function reads what was said and what is asked for, so the two always agree.
 */
export function wordsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ł/g, "l")
    .replace(/ø/g, "o")
    .replace(/đ/g, "d")
    .replace(/ß/g, "ss")
    .replace(IDEOGRAPHS, " $& ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, LONGEST).toWellFormed());
}

/** Beyond this a word is as good as its beginning: an index entry has its limits. Half of a pair cannot be stored. */
const LONGEST = 200;

interface Spoken {
  /** The caller's words and the agent's, each between single spaces; empty when nothing was said. */
  user: string;
  agent: string;
  words: string[];
}

/** What the search reads of one turn, translations included. */
export function spokenWords(turn: {
  user_input: string;
  agent_response: string;
  translated_user_input: string;
  english_agent_response: string;
}): Spoken {
  const user = wordsOf(`${turn.user_input} ${turn.translated_user_input}`);
  const agent = wordsOf(`${turn.agent_response} ${turn.english_agent_response}`);
  const between = (words: string[]) => (words.length === 0 ? "" : ` ${words.join(" ")} `);
  return { user: between(user), agent: between(agent), words: [...new Set([...user, ...agent])] };
}
