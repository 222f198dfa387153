// Without zod: the browser suggests names and parses searches by the same rules.

import { exceededLimit, NAME_LIMITS, truncate } from "./graphemes";
import { normalizeVisibleText } from "./invisible-characters";
import { hasUnsupportedCharacters, MAX_RAW_LENGTH, UNSUPPORTED } from "./plain-text";
import { containsSecret } from "./typed-secret";

/** Names and addresses appear on pages, in emails and in the audit log. */
export const SECRET_IN_NAME = "This contains a key, a token or a link. Enter a text that others may see.";

/**
 * The form in which names are stored and compared, so that names that look the same are the same. Text that is too
 * long for any name is returned unchanged.
 */
export const normalizeName = (text: string): string =>
  text.length > MAX_RAW_LENGTH ? text : normalizeVisibleText(text);

/**
 * Why a text cannot be a name, in a sentence for its field; undefined for a valid one.
 * @param name normalized
 * @param typed as it was before
 */
export const nameProblem = (name: string, typed: string): string | undefined =>
  formProblem(name, typed) ?? (containsSecret(name) ? SECRET_IN_NAME : undefined);

function formProblem(name: string, typed: string): string | undefined {
  if (name === "") return typed.trim() === "" ? "Enter a name." : "Enter a name with visible characters.";
  const exceeded = exceededLimit(name, NAME_LIMITS);
  if (exceeded === "characters") return `Use at most ${NAME_LIMITS.characters} characters.`;
  if (hasUnsupportedCharacters(name))
    return "Use visible characters only, and none that are private or unassigned in Unicode.";
  if (/^\p{M}/u.test(name)) return "Start with a letter, a digit or a symbol, not with a combining mark.";
  if (exceeded === "codePointsPerCharacter") return "Use fewer combining marks on one character.";
  if (exceeded === "codePoints") return "Use a shorter name, or fewer combining marks.";
  return undefined;
}

/** A name in its normal form that resembles the text. For names that older versions stored, whatever they say. */
export function repairName(text: string): string {
  const normal = normalizeName(text);
  if (formProblem(normal, text) === undefined) return normal;
  const kept = normalizeVisibleText(text.slice(0, MAX_RAW_LENGTH))
    .replace(UNSUPPORTED, "")
    .replace(/^[\p{M}\s]+/u, "");
  const name = normalizeVisibleText(truncate(normalizeVisibleText(kept), NAME_LIMITS));
  return formProblem(name, name) ? "Unnamed" : name;
}

/** A name with an ending, cut to the maximum length before the ending. */
export function withEnding(name: string, ending: string): string {
  const { characters, codePoints } = NAME_LIMITS;
  const limits = { characters: characters - ending.length, codePoints: codePoints - ending.length };
  return truncate(name, limits).trimEnd() + ending;
}
