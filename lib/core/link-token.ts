// Browser-safe: a one-time link is opened in the browser, and its token never leaves it in a URL.

/** The pages that one-time links open, by the first segment of their paths. */
const LINK_PAGES = ["invite", "link", "setup"] as const;
export type LinkPage = (typeof LINK_PAGES)[number];

export const isLinkPage = (text: unknown): text is LinkPage => LINK_PAGES.some((page) => page === text);

/** Link filters encode a URL inside a URL. The limit bounds the work. */
const MAX_ENCODINGS = 10;

/** Undoes percent-encoding, also repeated. Malformed and other encodings stay. */
function decodeRepeatedly(text: string): string {
  let decoded = text;
  for (let n = 0; n < MAX_ENCODINGS && decoded.includes("%"); n++) {
    decoded = decoded.replace(/%([01][0-9a-f]|[2-6][0-9a-f]|7[0-9a-e])/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return decoded;
}

/** What mail programs put into a long link: line breaks, spaces, invisible characters, and `=` at the end of a line (RFC 2045, 6.7). */
const LINE_BREAKS = /[\s\p{Cc}\p{Cf}=]+/gu;

/** A token as `generateToken` makes it. What follows it, such as the full stop of a sentence, is not part of it. */
const TOKEN = /asl_[\w-]{43}/;
/** A token that was cut. In the URL of any other page, it could be a name. */
const TOKEN_START = /asl_[\w-]{20}/i;
const PAGE_NAME = /(?<![a-z])(?:invite|link|setup)(?![a-z])/gi;

/**
 * Finds the token of a one-time link in text that a mail program has encoded, wrapped, or embedded in a link of its own.
 * @returns the token, and the page of its link if the text names it; null without a complete token
 */
export function findLinkToken(text: string): { token: string; page: LinkPage | undefined } | null {
  const joined = decodeRepeatedly(text).replace(LINE_BREAKS, "");
  const [token] = TOKEN.exec(joined) ?? [];
  return token ? { token, page: pageBefore(joined.slice(0, joined.indexOf(token))) } : null;
}

/**
 * The page of a one-time link that a mail program has changed so that its token was sent to the server, in the path or in the
 * query. "link" if the URL does not say which page.
 * @param url path and query
 * @returns null for a URL without any part of a token
 */
export function changedLinkPage(url: string): LinkPage | null {
  const joined = decodeRepeatedly(url).replace(LINE_BREAKS, "");
  const at = joined.search(TOKEN_START);
  const named = at === -1 ? undefined : pageBefore(joined.slice(0, at));
  if (named || TOKEN.test(joined)) return named ?? "link";
  const [, page = ""] = /^\/+(invite|link|setup)\/*#/i.exec(joined) ?? [];
  return toPage(page) ?? null;
}

/** The page that the URL before a token names last. */
const pageBefore = (text: string): LinkPage | undefined => toPage(text.match(PAGE_NAME)?.at(-1));

const toPage = (name = ""): LinkPage | undefined => LINK_PAGES.find((page) => page === name.toLowerCase());
