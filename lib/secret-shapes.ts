/** What a key or a runtime token of ours looks like, wherever somebody put it, or most of one. */
const SECRET = /(ask|art)_[0-9A-Za-z_-]{20,}/g;

/** A text that is about to be kept or logged, with a key or token that somebody put there by mistake taken out. */
export const withoutSecrets = (text: string): string => text.replace(SECRET, "$1_[redacted]");
