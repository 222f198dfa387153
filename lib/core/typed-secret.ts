// Browser-safe: search fields use it before a text gets into a URL. redact.ts removes secrets from what is stored or logged.

/** The prefix of each kind of secret, so that users, secret scanners and the log recognize it. */
export const SECRET_PREFIXES = { apiKey: "ask_", runtimeToken: "art_", link: "asl_" } as const;

/** Encodings of a pasted URL within each other. The limit bounds the work. */
const MAX_ENCODINGS = 5;

/** What a shell, a mail program or a table puts into a copied secret. In other text it separates words. */
export const SEPARATORS = /[\s"'`+,;]+/g;

const KEY_CHARACTERS = /ask_([0-9a-z]+)/gi;
/** A key without its prefix. No name has so many letters and digits without a space. */
export const BARE_KEY = /(?<![0-9a-z])(?=[a-z]*\d)[0-9a-z]{49}(?![0-9a-z])/i;
/** The number of characters of a key after its prefix, and of a token. */
const KEY_LENGTH = 49;
const TOKEN_LENGTH = 43;
/** So much of a secret is not only its prefix and its visible ends. */
const MIN_LENGTH = 20;

/** The masked form of a secret: enough to recognize it, useless for a request. */
export const maskEnds = (prefix: string, start: string, end: string): string =>
  `${prefix}${start}${"*".repeat(12)}${end}`;

/**
 * Finds a secret in text that a user typed or pasted: with a header's name, in quotes, percent-encoded, broken into lines,
 * with invisible characters, or with an end missing. Stricter than `redactSecrets`, because "ask_customer_satisfaction" is a name.
 * @returns the masked form; of an incomplete key the start, by which it can be found; undefined without a secret
 */
export function maskTypedSecret(text: string): string | undefined {
  let decoded = text;
  for (let n = 0; n < MAX_ENCODINGS && decoded.includes("%"); n++) {
    decoded = decoded.replace(/%([2-6][0-9a-f]|7[0-9a-e])/gi, (_, hex) =>
      String.fromCharCode(Number(`0x${hex}`)),
    );
  }
  const visible = decoded.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]|%[0189a-f][0-9a-f]/giu, "");
  return maskBrokenKey(visible) ?? maskKey(visible) ?? maskOthers(visible) ?? maskBrokenToken(visible);
}

export const containsSecret = (text: string): boolean => maskTypedSecret(text) !== undefined;

const maskWholeKey = (run: string): string =>
  maskEnds(SECRET_PREFIXES.apiKey, run.slice(0, 4), run.slice(KEY_LENGTH - 4, KEY_LENGTH));

function maskKey(text: string): string | undefined {
  for (const [, run = ""] of text.matchAll(KEY_CHARACTERS)) {
    if (run.length >= KEY_LENGTH) return maskWholeKey(run);
    if (run.length >= MIN_LENGTH && /\d/.test(run)) return run.slice(0, 4);
  }
  return undefined;
}

/** A key with spaces or quotes inside. Only a complete one: "ask_customer feedback of 2026" is no secret. */
function maskBrokenKey(text: string): string | undefined {
  if (text.search(SEPARATORS) === -1) return undefined;
  const runs = [...text.replace(SEPARATORS, "").matchAll(KEY_CHARACTERS)];
  const run = runs.find(([, run = ""]) => run.length >= KEY_LENGTH && isMixed(run.slice(0, KEY_LENGTH)));
  return run?.[1] && maskWholeKey(run[1]);
}

const isMixed = (run: string): boolean => [/\d/, /[a-z]/, /[A-Z]/].every((kind) => kind.test(run));

/** A complete token with spaces or quotes inside. Words of a name have no digits between letters and no capitals inside. */
function maskBrokenToken(text: string): string | undefined {
  const isRandom = (text.match(/[a-z]\d|\d[a-z]/gi)?.length ?? 0) > 2 && /[a-z][A-Z]/.test(text);
  if (!isRandom || text.search(SEPARATORS) === -1) return undefined;
  const [, kind = "", body = ""] = /(art|asl)_([0-9a-z_-]{43})/i.exec(text.replace(SEPARATORS, "")) ?? [];
  return body ? maskEnds(`${kind.toLowerCase()}_`, body.slice(0, 4), body.slice(-4)) : undefined;
}

function maskOthers(text: string): string | undefined {
  const [, kind = "", token = ""] = /(art|asl)_([0-9a-z_-]{32,})/i.exec(text) ?? [];
  const body = token.slice(0, TOKEN_LENGTH);
  // In a name, words are shorter: "art_direction_for_the_summer_of_2026".
  if (/(?=[0-9a-z]*\d)[0-9a-z]{12}/i.test(body))
    return maskEnds(`${kind.toLowerCase()}_`, body.slice(0, 4), body.slice(-4));
  if (/studio_session["'\s]*[:=]["'\s]*[^\s;,"']{20}/i.test(text)) return "studio_session=[redacted]";
  const [bare = ""] = BARE_KEY.exec(text) ?? [];
  return bare ? maskEnds(SECRET_PREFIXES.apiKey, bare.slice(0, 4), bare.slice(-4)) : undefined;
}
