import { BARE_KEY, SECRET_PREFIXES, SEPARATORS } from "./typed-secret";

/**
 * What copying and encoding leave between two characters of a secret: invisible characters, raw, percent-encoded, or escaped
 * in JSON.
 */
const BETWEEN = String.raw`(?:[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]|\\[nrt]|\\u[0-9a-f]{4}|%(?:25)*[0189a-f][0-9a-f])`;
const spaced = (letters: string) => [...letters].join(`${BETWEEN}{0,8}`);
const KINDS = Object.values(SECRET_PREFIXES).map((prefix) => prefix.slice(0, -1));
/** A key, a runtime token or a link token, complete or truncated, in any case. */
const SECRET_PATTERN = new RegExp(
  `(?:${KINDS.map((kind) => `(${spaced(kind)})`).join("|")})${BETWEEN}{0,8}(?:\\\\{0,8}_|%(?:25)*5f)${BETWEEN}{0,8}(?:[0-9a-z_-]${BETWEEN}{0,8}){20,}`,
  "giu",
);
const BARE_KEYS = new RegExp(BARE_KEY, "gi");
/** A session token has no recognizable format of its own, but its cookie has a name. */
const SESSION_PATTERN = /(studio_session)((?:\\?["'])?\s*[:=]\s*(?:\\?["'])?|%(?:25)*3d)[^\s;,"'\\]+/gi;

const REDACTED = "[redacted]";

/** Removes secrets from text that is about to be stored or logged. */
export const redactSecrets = (text: string): string =>
  text
    .replace(SECRET_PATTERN, (_, ...groups) => `${KINDS[groups.findIndex(Boolean)]}_${REDACTED}`)
    .replace(BARE_KEYS, REDACTED)
    .replace(SESSION_PATTERN, `$1$2${REDACTED}`);

/** An encoded printable ASCII character. Secrets have no others. */
const ENCODED_CHARACTER = /%(?:[2-6][0-9a-f]|7[0-9a-e])/gi;
/** No client encodes a URL more often. The limit bounds the work for one that an attacker made. */
const MAX_ENCODINGS = 10;

const decodeOnce = (text: string): string =>
  text.replace(ENCODED_CHARACTER, (hex) => String.fromCharCode(Number.parseInt(hex.slice(1), 16)));

/**
 * `redactSecrets` for a URL's path, which may contain a secret percent-encoded, even repeatedly, or broken by spaces and
 * quotes. Such a path is returned decoded, any other as it is. Malformed encodings are no error.
 */
export function redactSecretsInPath(path: string): string {
  let result = redactSecrets(path);
  let decoded = result;
  for (let n = 0; n < MAX_ENCODINGS; n++) {
    const next = decodeOnce(decoded);
    if (next === decoded) return redactBrokenSecrets(result, decoded);
    decoded = redactSecrets(next);
    if (decoded !== next) result = decoded;
  }
  return REDACTED;
}

function redactBrokenSecrets(path: string, decoded: string): string {
  if (decoded.search(SEPARATORS) === -1) return path;
  const joined = decoded.replace(SEPARATORS, "");
  const redacted = redactSecrets(joined);
  return redacted === joined ? path : redacted;
}
