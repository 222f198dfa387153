import { findStringEnd } from "./json-limits";

/**
 * Splits the text of a JSON object into its members and keeps each value exactly as written. `JSON.parse` would round
 * large numbers; what a runtime stores must come back digit for digit.
 * @param text a JSON object that `JSON.parse` accepts
 */
export function parseRawMembers(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let depth = 0;
  let key: string | undefined;
  let valueStart = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = findStringEnd(text, at);
      if (depth === 1 && valueStart < 0) {
        const name = text.slice(at + 1, end);
        key = name.includes("\\") ? (JSON.parse(`"${name}"`) as string) : name;
      }
      at = end;
    } else if (character === "{" || character === "[") {
      depth += 1;
    } else if (character === ":" && depth === 1 && valueStart < 0) {
      valueStart = at + 1;
    } else if (character === "}" || character === "]" || character === ",") {
      const endsMember = depth === 1 && valueStart >= 0;
      // As in JSON.parse, the last of several members with the same name wins.
      if (endsMember && key !== undefined) members.set(key, text.slice(valueStart, at).trim());
      if (endsMember) valueStart = -1;
      if (character !== ",") depth -= 1;
    }
  }
  return members;
}

/** The text of one member's value; undefined if it is missing. */
export const parseRawMember = (text: string, name: string): string | undefined =>
  parseRawMembers(text).get(name);

export const stringifyMembers = (members: Map<string, string>): string =>
  `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
