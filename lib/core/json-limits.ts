/** Maximum nesting of JSON. Deeper values are of no use and can overflow the stack of a client's parser. */
export const MAX_JSON_DEPTH = 100;
/** Maximum number of values in a JSON text, so that parsing it blocks the event loop only briefly. */
export const MAX_JSON_VALUES = 100_000;

const SPACE = 0x20;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Checks the limits of a JSON text before it is parsed, in linear time. A parsed value would hide repeated members, and a
 * deeply nested one would break recursive code.
 * @param levels the maximum nesting; the outermost object or array is level 1
 * @returns why the text is rejected, in words that follow a field name; undefined when it is within the limits
 */
export function jsonLimitViolation(text: string, levels = MAX_JSON_DEPTH): string | undefined {
  let depth = 0;
  let deepest = 0;
  // A value is the root, follows a comma, or is the first in a list or object.
  let values = 1;
  let opened = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= SPACE) continue;
    if (opened && unit !== CLOSE_LIST && unit !== CLOSE_OBJECT) values++;
    opened = unit === OPEN_LIST || unit === OPEN_OBJECT;
    if (unit === QUOTE) at = findStringEnd(text, at);
    else if (unit === COMMA) values++;
    else if (opened) {
      if (++depth > deepest) deepest = depth;
    } else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) depth--;
  }
  if (deepest > levels) return `must not nest deeper than ${levels} levels`;
  if (values > MAX_JSON_VALUES) return `must not contain more than ${MAX_JSON_VALUES} values`;
  return undefined;
}

/** The index of the closing quote of a string, or the length of the text if there is none. */
export function findStringEnd(text: string, start: number): number {
  // `indexOf` is several times faster than a loop over the characters.
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    // After an odd number of backslashes the quote is a character of the string.
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}
