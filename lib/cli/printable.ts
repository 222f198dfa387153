// What people read on a terminal. With --json, values are exact, and controls in them are escaped as JSON allows.

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
const ISOLATE_STARTS = "\u2066\u2067\u2068";

/** Blocks whose letters have the bidirectional class R or AL (Unicode, DerivedBidiClass). */
const RTL = "\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
const CHANGES_DIRECTION = new RegExp(`[${RTL}\\p{Bidi_Control}]`, "u");
/** Right-to-left text with the spaces, digits and punctuation in it, or a control. */
const RIGHT_TO_LEFT_RUN = new RegExp(
  `[${RTL}\\p{Bidi_Control}](?:[\\s\\p{N}\\p{P}\\p{M}]*[${RTL}\\p{Bidi_Control}])*`,
  "gu",
);

/** Controls start terminal escape sequences; the separators are line breaks to some programs. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;
const CONTROLS_EXCEPT_LINE_FEED = /(?!\n)\p{Cc}/gu;

const escapeControl = (control: string): string =>
  `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * A value as a terminal may show it: on one line, with controls as `\u001b`, and isolated if it could change the direction
 * of the text around it (Unicode Standard Annex 9).
 */
export const printable = (value: string): string => isolate(value.replace(CONTROLS, escapeControl));

/** A template whose values are made `printable`. */
export const sentence = (texts: TemplateStringsArray, ...values: (string | number)[]): string =>
  texts.reduce((line, text, n) => line + printable(String(values[n - 1] ?? "")) + text);

/** A text of several lines that contains values, such as an error message. */
export const printableMessage = (message: string): string =>
  withoutEscapes(message.replace(RIGHT_TO_LEFT_RUN, isolate));

/** Replaces all controls but line feeds. The last step of everything that is written for people. */
export const withoutEscapes = (text: string): string =>
  text.replace(CONTROLS_EXCEPT_LINE_FEED, escapeControl);

/** Escapes the controls that JSON text may contain as they are. The values that a parser reads stay the same. */
export const escapeC1 = (json: string): string => json.replace(/[\u007f-\u009f]/g, escapeControl);

function isolate(value: string): string {
  if (!CHANGES_DIRECTION.test(value)) return value;
  // An unmatched end would close our isolate, and an unmatched start would keep it open.
  let open = 0;
  let balanced = "";
  for (const character of value) {
    if (ISOLATE_STARTS.includes(character)) open++;
    if (character === POP_ISOLATE) {
      if (open === 0) continue;
      open--;
    }
    balanced += character;
  }
  return FIRST_STRONG_ISOLATE + balanced + POP_ISOLATE.repeat(open + 1);
}
