import { isUtf8 } from "node:buffer";
import { AppError } from "./errors";
import { isXml, type MediaType } from "./media-type";
import { fieldPath } from "./validation-messages";

const UTF8 = "utf-8";

/** The Encoding Standard reads ASCII as windows-1252. It is UTF-8 as well, and senders often state it for UTF-8. */
const UTF8_CHARSET = /^\s*(utf-?8|(us-)?ascii)\s*$/i;

/**
 * The encoding of a charset by its labels in the Encoding Standard of the WHATWG, in which `ISO-8859-1` is windows-1252.
 * @returns `utf-8` without a charset; undefined for one that is unknown
 */
function encodingOfCharset(charset: string | undefined): string | undefined {
  if (charset === undefined || UTF8_CHARSET.test(charset)) return UTF8;
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return undefined;
  }
}

/** @throws AppError UNSUPPORTED_MEDIA_TYPE if the charset is unknown */
export function requireKnownCharset({ charset }: MediaType): void {
  if (encodingOfCharset(charset) !== undefined) return;
  const name = fieldPath([charset ?? ""]);
  throw new AppError("UNSUPPORTED_MEDIA_TYPE", `The charset ${name} is unknown. Send the body in UTF-8.`);
}

/**
 * The encoding of a body: as its charset says and, for XML without one, as its first bytes say (RFC 7303, 3). A byte order
 * mark of UTF-8 takes precedence, and in XML and UTF-16 also one of UTF-16. UTF-8 if nothing says otherwise.
 */
export function bodyEncoding(body: Uint8Array, mediaType: MediaType): string {
  const stated = encodingOfCharset(mediaType.charset) ?? UTF8;
  const xml = isXml(mediaType);
  const marked = markedEncoding(body);
  if (marked && (marked === UTF8 || xml || stated.startsWith("utf-16"))) return marked;
  return xml && mediaType.charset === undefined ? xmlEncoding(body) : stated;
}

/** Decodes text without its byte order mark. @throws TypeError if the bytes are not valid in the encoding */
export const decodeText = (body: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding, { fatal: true }).decode(body);

/**
 * Converts a stream of text to UTF-8. A stream in UTF-8 is passed through unchecked.
 * @throws AppError RUNTIME_VALIDATION_FAILED if the bytes are not valid in the encoding
 */
export async function* toUtf8(
  bytes: AsyncIterable<Uint8Array>,
  mediaType: MediaType,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let decoder: TextDecoder | undefined;
  const convert = (chunk?: Uint8Array) => {
    try {
      return encoder.encode(decoder?.decode(chunk, { stream: chunk !== undefined }));
    } catch {
      const encoding = decoder?.encoding.toUpperCase();
      throw new AppError("RUNTIME_VALIDATION_FAILED", `The body is not valid ${encoding}.`);
    }
  };
  for await (const chunk of joinFirstBytes(bytes)) {
    decoder ??= new TextDecoder(bodyEncoding(chunk, mediaType), { fatal: true });
    yield decoder.encoding === UTF8 ? chunk : convert(chunk);
  }
  if (decoder && decoder.encoding !== UTF8) yield convert();
}

const MAX_MARK_BYTES = 3;

/** Joins the first chunks until they can contain a byte order mark, because a sender may split it. */
async function* joinFirstBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of bytes) {
    const joined: Uint8Array = first ? Buffer.concat([first, chunk]) : chunk;
    first = first && joined.byteLength < MAX_MARK_BYTES ? joined : undefined;
    if (!first) yield joined;
  }
  if (first?.byteLength) yield first;
}

/** The encoding that a byte order mark shows. */
function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xef && second === 0xbb && third === 0xbf ? UTF8 : undefined;
}

/** Bytes of a document in which its declaration must end. */
const DECLARATION_BYTES = 256;
const DECLARED_ENCODING = /^\s*<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/;

/**
 * The encoding of an XML document by its first bytes (XML 1.0, F.1). What is valid UTF-8 is read as such whatever it declares:
 * .NET declares UTF-16 for a string that is then sent as UTF-8.
 */
function xmlEncoding(body: Uint8Array): string {
  const [first, second] = body;
  if (first === 0x00 && second === 0x3c) return "utf-16be";
  if (first === 0x3c && second === 0x00) return "utf-16le";
  if (isUtf8(body)) return UTF8;
  const head = Buffer.from(body.subarray(0, DECLARATION_BYTES)).toString("latin1");
  return encodingOfCharset(DECLARED_ENCODING.exec(head)?.[1]) ?? UTF8;
}
