import { findStringEnd } from "./json-limits";

// `JSON.parse` rounds numbers to 64-bit floats. These functions split a JSON text that it accepts and keep every value
// exactly as written, so that what a runtime stores comes back digit for digit. A library that parses numbers losslessly
// (lossless-json) took four times as long as `JSON.parse` and rejects repeated names.

const [QUOTE, COMMA] = [0x22, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Splits the text of a JSON object into its members: the names, and the text of each value.
 * @param text a JSON object that `JSON.parse` accepts
 */
export function parseRawMembers(text: string): Map<string, string> {
  const members = new Map<string, string>();
  for (const member of parseRawItems(text)) {
    const nameEnd = findStringEnd(member, 0);
    const name = member.slice(1, nameEnd);
    const value = member.slice(member.indexOf(":", nameEnd) + 1).trim();
    // As in JSON.parse, the last of several members with the same name wins.
    members.set(name.includes("\\") ? (JSON.parse(`"${name}"`) as string) : name, value);
  }
  return members;
}

/**
 * Splits the text of a JSON array into the texts of its items, or that of an object into its `"name": value` pairs.
 * @param text a JSON array or object that `JSON.parse` accepts
 */
export function parseRawItems(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = findStringEnd(text, at);
    else if (unit === OPEN_OBJECT || unit === OPEN_LIST) {
      if (++depth === 1) start = at + 1;
    } else if (unit === CLOSE_OBJECT || unit === CLOSE_LIST || unit === COMMA) {
      if (depth === 1) {
        const item = text.slice(start, at).trim();
        // An empty array or object has none.
        if (item !== "") items.push(item);
        start = at + 1;
      }
      if (unit !== COMMA) depth--;
    }
  }
  return items;
}

/** The text of one member's value; undefined if it is missing. */
export const parseRawMember = (text: string, name: string): string | undefined =>
  parseRawMembers(text).get(name);

export const stringifyMembers = (members: Map<string, string>): string =>
  `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
