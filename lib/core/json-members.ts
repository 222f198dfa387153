import { stringEnd } from "./json-limits";

/**
 * The members of a JSON object's text, each value's text exactly as written. `JSON.parse` would round large numbers;
 * what a runtime stored must come back digit for digit.
 * @param text a JSON object that `JSON.parse` has accepted
 */
export function parseRawMembers(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let depth = 0;
  let key: string | undefined;
  let valueStart = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
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
      // As JSON.parse has it, the last of several members of one name counts.
      if (endsMember && key !== undefined) members.set(key, text.slice(valueStart, at).trim());
      if (endsMember) valueStart = -1;
      if (character !== ",") depth -= 1;
    }
  }
  return members;
}

/** The text of one member's value; undefined when there is no such member. */
export const parseRawMember = (text: string, name: string): string | undefined =>
  parseRawMembers(text).get(name);

/** The text of a JSON object with these members. */
export const stringifyMembers = (members: Map<string, string>): string =>
  `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
