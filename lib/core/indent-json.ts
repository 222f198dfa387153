import { findStringEnd } from "./json-limits";

const INDENT = "  ";
const CLOSE_AFTER = new Set(["{}", "[]"]);

/**
 * Indents a JSON text like `JSON.stringify(value, null, 2)`, but keeps every value as written: `JSON.parse` would round
 * large numbers. Runs in linear time.
 * @param text a JSON text that `JSON.parse` accepts
 */
export function indentJson(text: string): string {
  const parts: string[] = [];
  let level = 0;
  const newLine = () => `\n${INDENT.repeat(level)}`;
  // Tokens: a string, a punctuation character, or a number or word.
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      const end = findStringEnd(text, at);
      parts.push(text.slice(at, end + 1));
      at = end;
    } else if (character === "{" || character === "[") {
      level++;
      parts.push(character, newLine());
    } else if (character === "}" || character === "]") {
      level--;
      // An empty object or array stays on its line.
      if (CLOSE_AFTER.has(`${parts.at(-2)}${character}`)) parts.pop();
      else parts.push(newLine());
      parts.push(character);
    } else if (character === ",") parts.push(character, newLine());
    else if (character === ":") parts.push(": ");
    else if (character > " ") parts.push(character);
  }
  return parts.join("");
}
