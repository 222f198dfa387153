/** The prefix of each kind of secret, so that users, secret scanners and the log recognize it. */
export const SECRET_PREFIXES = { apiKey: "ask_", runtimeToken: "art_", link: "asl_" } as const;

/** A key, a runtime token or a link token, complete or truncated. */
const SECRET_PATTERN = new RegExp(`(${Object.values(SECRET_PREFIXES).join("|")})[0-9A-Za-z_-]{20,}`, "g");
/** A session token has no recognizable format of its own, but its cookie has a name. */
const SESSION_PATTERN = /(studio_session(?:=|%3D))[^\s;,"'\\]+/g;

/** Removes secrets from text that is about to be stored or logged. */
export const redactSecrets = (text: string): string =>
  text.replace(SECRET_PATTERN, "$1[redacted]").replace(SESSION_PATTERN, "$1[redacted]");

/** An encoded printable ASCII character. Secrets have no others. */
const ENCODED_CHARACTER = /%(?:[2-6][0-9a-f]|7[0-9a-e])/gi;
/** No client encodes a URL more often. The limit bounds the work for one that an attacker made. */
const MAX_ENCODINGS = 10;

/**
 * `redactSecrets` for a URL's path, which may contain a secret percent-encoded, even repeatedly. Such a path is returned
 * decoded, any other as it is. Malformed encodings are no error.
 */
export function redactSecretsInPath(path: string): string {
  let result = redactSecrets(path);
  let decoded = result;
  for (let n = 0; n < MAX_ENCODINGS; n++) {
    const next = decoded.replace(ENCODED_CHARACTER, (hex) =>
      String.fromCharCode(Number.parseInt(hex.slice(1), 16)),
    );
    if (next === decoded) return result;
    decoded = redactSecrets(next);
    if (decoded !== next) result = decoded;
  }
  return "[redacted]";
}
