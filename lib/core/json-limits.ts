/** How deep JSON may nest: more serves nobody and exhausts the stacks of clients' parsers. */
export const MAX_JSON_DEPTH = 100;
/** How many values a JSON text may hold, so that parsing one of any size stalls the process only briefly. */
export const MAX_JSON_VALUES = 100_000;

const SPACE = 0x20;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Why a JSON text must not be parsed, or undefined when it may be. Reads the text itself, in linear time: a parsed value
 * no longer shows members whose name comes again, and very deep values break code that walks them recursively.
 * @param levels the deepest nesting that is accepted; the outermost object or array is level 1
 */
export function jsonLimitViolation(text: string, levels = MAX_JSON_DEPTH): string | undefined {
  let depth = 0;
  let deepest = 0;
  // Each value is the text's own, follows a comma, or is the first of what was opened.
  let values = 1;
  let opened = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= SPACE) continue;
    if (opened && unit !== CLOSE_LIST && unit !== CLOSE_OBJECT) values++;
    opened = unit === OPEN_LIST || unit === OPEN_OBJECT;
    if (unit === QUOTE) at = stringEnd(text, at);
    else if (unit === COMMA) values++;
    else if (opened) {
      if (++depth > deepest) deepest = depth;
    } else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) depth--;
  }
  if (deepest > levels) return `must not nest deeper than ${levels} levels`;
  if (values > MAX_JSON_VALUES) return `must not hold more than ${MAX_JSON_VALUES} values`;
  return undefined;
}

/** Where a string that begins at a quote ends: its closing quote, or the end of the text. */
export function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at++;
    else if (unit === QUOTE) return at;
  }
  return text.length;
}
