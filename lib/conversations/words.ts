const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

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
    .filter((word) => word !== "");
}
