// For server and browser, without zod.

/** In bytes of UTF-8, as RFC 5321 limits a path. */
export const MAX_EMAIL_BYTES = 254;

/** Longer text is no address in any spelling: full-width letters take three times the bytes of ASCII. */
const MAX_TYPED_LENGTH = 1000;

/** ASCII as in RFC 5322 (`atext`), and letters, marks and digits of all scripts (RFC 6531). */
const ATOM = /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]*/u.source;
const LOCAL_PART = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, "u");
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

/** At least two labels, the last with a letter: no host name without a domain, and no IP address. */
const DOMAIN = /^(?:[a-z0-9][a-z0-9-]*\.)+(?:xn--[a-z0-9-]+|[a-z]{2,})$/;
/** What the URL parser would not read as a part of the host, or would decode. */
const NOT_IN_HOST = /[\s\p{Cc}/?#\\%:@<>^|[\]]/u;

/**
 * The one form in which an address is stored and compared. The domain is in ASCII and lowercase, by UTS #46, as browsers
 * resolve it: `bücher.de` is `xn--bcher-kva.de`. The local part is in lowercase, NFC and regular width, as RFC 8265 compares
 * user names.
 * @returns null if the text is not an email address
 */
export function normalizeEmail(typed: string): string | null {
  // Copied text often has invisible characters around it. Input methods produce full-width characters, the @ included.
  const text =
    typed.length > MAX_TYPED_LENGTH ? "" : typed.replace(AROUND, "").replace(/[\uff20\ufe6b]/g, "@");
  const at = text.lastIndexOf("@");
  const local = text
    .slice(0, Math.max(at, 0))
    .replace(/[\uff01-\uffee]/g, (character) => character.normalize("NFKC"))
    .toLowerCase()
    .normalize("NFC");
  if (!LOCAL_PART.test(local) || INVISIBLE.test(local)) return null;
  const domain = domainToAscii(text.slice(at + 1));
  return domain !== null && DOMAIN.test(domain) ? `${local}@${domain}` : null;
}

/** Browsers and Node convert domains in URLs, and in no other function that both have. */
function domainToAscii(domain: string): string | null {
  const url = `http://${domain}`;
  return domain !== "" && !NOT_IN_HOST.test(domain) && URL.canParse(url) ? new URL(url).hostname : null;
}

/** True if an address is too long to receive mail. */
export const isEmailTooLong = (email: string): boolean =>
  new TextEncoder().encode(email).length > MAX_EMAIL_BYTES;
