/**
 * The text of one member's value in a JSON object's text, exactly as written; undefined when it has no such member.
 * `JSON.parse` would round large numbers; what a runtime stored must come back digit for digit.
 * @param text a JSON object that `JSON.parse` has accepted
 */
export function rawMember(text: string, name: string): string | undefined {
  let found: string | undefined;
  let depth = 0;
  let key: string | undefined;
  let valueStart = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && valueStart < 0) key = JSON.parse(text.slice(at, end + 1)) as string;
      at = end;
    } else if (character === "{" || character === "[") {
      depth += 1;
    } else if (character === ":" && depth === 1 && valueStart < 0) {
      valueStart = at + 1;
    } else if (character === "}" || character === "]" || character === ",") {
      const endsMember = depth === 1 && valueStart >= 0;
      // As JSON.parse has it, the last of several members of one name counts.
      if (endsMember && key === name) found = text.slice(valueStart, at).trim();
      if (endsMember) valueStart = -1;
      if (character !== ",") depth -= 1;
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
