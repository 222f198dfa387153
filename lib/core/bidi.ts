// Text of unknown direction inside other text (Unicode Standard Annex 9). Browser-safe.

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
const ISOLATE_STARTS = "\u2066\u2067\u2068";

/** Blocks whose letters have the bidirectional class R or AL (Unicode, DerivedBidiClass). */
export const RIGHT_TO_LEFT =
  "\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
const CHANGES_DIRECTION = new RegExp(`[${RIGHT_TO_LEFT}\\p{Bidi_Control}]`, "u");

/** Removes unmatched ends of isolates and closes unmatched starts, so that an isolate around the text ends with it. */
export function balanceIsolates(text: string): string {
  let open = 0;
  let balanced = "";
  for (const character of text) {
    if (ISOLATE_STARTS.includes(character)) open++;
    if (character === POP_ISOLATE) {
      if (open === 0) continue;
      open--;
    }
    balanced += character;
  }
  return balanced + POP_ISOLATE.repeat(open);
}

/** Isolates a text that could change the direction of the text around it. Returns any other text as it is. */
export const isolate = (text: string): string =>
  CHANGES_DIRECTION.test(text) ? FIRST_STRONG_ISOLATE + balanceIsolates(text) + POP_ISOLATE : text;

/** A template whose values are isolated, for text without markup: attributes, page titles, options, emails. */
export const isolated = (texts: TemplateStringsArray, ...values: (string | number | undefined)[]): string =>
  texts.reduce((text, next, n) => text + isolate(String(values[n - 1] ?? "")) + next);
