/** What each kind of secret of ours begins with, so that people, scanners and the log know one when they see it. */
export const SECRET_PREFIXES = { apiKey: "ask_", runtimeToken: "art_", link: "asl_" } as const;

/** A key, a runtime token or a link's token, wherever somebody put it, or most of one. */
const SECRET_PATTERN = new RegExp(`(${Object.values(SECRET_PREFIXES).join("|")})[0-9A-Za-z_-]{20,}`, "g");
/** A session: better-auth gives its token no shape, but the cookie that it is in has a name. */
const SESSION_PATTERN = /(studio_session(?:=|%3D))[^\s;,"'\\]+/g;

/** A text that is about to be kept or logged, with what opens something taken out. */
export const redactSecrets = (text: string): string =>
  text.replace(SECRET_PATTERN, "$1[redacted]").replace(SESSION_PATTERN, "$1[redacted]");
