/** The prefix of each kind of secret, so that users, secret scanners and the log recognize it. */
export const SECRET_PREFIXES = { apiKey: "ask_", runtimeToken: "art_", link: "asl_" } as const;

/** A key, a runtime token or a link token, complete or truncated. */
const SECRET_PATTERN = new RegExp(`(${Object.values(SECRET_PREFIXES).join("|")})[0-9A-Za-z_-]{20,}`, "g");
/** A session token has no recognizable format of its own, but its cookie has a name. */
const SESSION_PATTERN = /(studio_session(?:=|%3D))[^\s;,"'\\]+/g;

/** Removes secrets from text that is about to be stored or logged. */
export const redactSecrets = (text: string): string =>
  text.replace(SECRET_PATTERN, "$1[redacted]").replace(SESSION_PATTERN, "$1[redacted]");
