import { isolate, RIGHT_TO_LEFT } from "@/lib/core/bidi";

// What people read on a terminal. With --json, values are exact, and controls in them are escaped as JSON allows.

/** Right-to-left text with the spaces, digits and punctuation in it, or a control. */
const RIGHT_TO_LEFT_RUN = new RegExp(
  `[${RIGHT_TO_LEFT}\\p{Bidi_Control}](?:[\\s\\p{N}\\p{P}\\p{M}]*[${RIGHT_TO_LEFT}\\p{Bidi_Control}])*`,
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
