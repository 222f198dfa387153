import type { IncomingHttpHeaders } from "node:http";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { AppError } from "@/lib/core/errors";
import { oneOf } from "@/lib/core/validation-messages";
import type { ApiContext } from "./context";
import { setHeader } from "./response";

/** Content codings that can be unpacked, by the IANA registry's names. */
const CODINGS = ["gzip", "deflate", "br"] as const;
type Coding = (typeof CODINGS)[number];

/** Maximum size of a packed body, and of what it unpacks to. */
const MAX_PACKED_BYTES = 64 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

/** `identity` changes nothing, and Node.js has removed `chunked`. */
const NO_CODINGS = ["", "identity", "chunked"];

/** The codings of a body, in lower case and in the order in which they were applied (RFC 9110, 8.4; RFC 9112, 6.1). */
export function contentCodings(headers: IncomingHttpHeaders): string[] {
  const { "content-encoding": content = "", "transfer-encoding": transfer = "" } = headers;
  if (content === "" && transfer === "") return [];
  return `${content},${transfer}`
    .toLowerCase()
    .split(",")
    .map((name) => name.trim().replace(/^x-gzip$/, "gzip"))
    .filter((name) => !NO_CODINGS.includes(name));
}

/** The error for a body with a coding, where none is accepted. Send it with `Accept-Encoding: identity` (RFC 9110, 12.5.3). */
export const encodedBodyError = (): AppError =>
  new AppError("UNSUPPORTED_MEDIA_TYPE", "Send the body without Content-Encoding.");

/** @throws AppError UNSUPPORTED_MEDIA_TYPE if the body has a coding, and sets Accept-Encoding */
export function refuseEncodedBody(c: ApiContext): void {
  if (contentCodings(c.env.incoming.headers).length === 0) return;
  setHeader(c, "Accept-Encoding", "identity");
  throw encodedBodyError();
}

/**
 * The coding of a body that may be packed once.
 * @throws AppError PAYLOAD_TOO_LARGE; UNSUPPORTED_MEDIA_TYPE for other or several codings, and sets Accept-Encoding
 */
export function acceptedCoding(c: ApiContext): Coding | undefined {
  const { headers } = c.env.incoming;
  const [coding, ...others] = contentCodings(headers);
  if (coding === undefined) return undefined;
  if (Number(headers["content-length"] ?? 0) > MAX_PACKED_BYTES) throw packedTooLarge();
  const known = CODINGS.find((name) => name === coding);
  if (known && others.length === 0) return known;
  setHeader(c, "Accept-Encoding", CODINGS.join(", "));
  const names = oneOf([...CODINGS]);
  throw new AppError(
    "UNSUPPORTED_MEDIA_TYPE",
    `Send the body with one Content-Encoding, ${names}, or without.`,
  );
}

const mebibytes = (bytes: number) => `${bytes / 1024 / 1024} MiB`;
const packedTooLarge = () =>
  new AppError("PAYLOAD_TOO_LARGE", `The packed body exceeds ${mebibytes(MAX_PACKED_BYTES)}. Split it.`);
const unpackedTooLarge = () =>
  new AppError(
    "PAYLOAD_TOO_LARGE",
    `The body unpacks to more than ${mebibytes(MAX_UNPACKED_BYTES)}. Split it.`,
  );

/**
 * Unpacks a stream, at most to the limit. The whole input must belong to the packed data.
 * @throws AppError PAYLOAD_TOO_LARGE; RUNTIME_VALIDATION_FAILED if the data is invalid, incomplete or followed by more
 */
export async function* unpack(packed: AsyncIterable<Uint8Array>, coding: Coding): AsyncGenerator<Uint8Array> {
  const chunks = packed[Symbol.asyncIterator]();
  const first = await chunks.next();
  const engine = createEngine(coding, first.done ? undefined : first.value[0]);
  let [received, unpacked] = [0, 0];
  const feeding = pipeline(async function* () {
    for (let next = first; !next.done; next = await chunks.next()) {
      received += next.value.byteLength;
      if (received > MAX_PACKED_BYTES) throw packedTooLarge();
      yield next.value;
    }
  }, engine);
  // The loop below fails as well, or ends early if more data follows.
  feeding.catch(() => {});
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      unpacked += chunk.byteLength;
      if (unpacked > MAX_UNPACKED_BYTES) throw unpackedTooLarge();
      yield chunk;
    }
    await feeding;
  } catch (error) {
    throw isInvalidData(error) ? invalidData(coding) : error;
  }
  if (engine.bytesWritten < received) throw invalidData(coding);
}

/** The first byte of gzip data. No JSON starts with it. */
const GZIP_BYTE = 0x1f;

/**
 * Passes a stream through, unless it is gzip data, as of a file that was sent without its Content-Encoding.
 * @throws AppError RUNTIME_VALIDATION_FAILED
 */
export async function* refuseGzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst && chunk[0] === GZIP_BYTE)
      throw new AppError(
        "RUNTIME_VALIDATION_FAILED",
        "The body is gzip data. Pack it once, and send it with Content-Encoding: gzip.",
      );
    isFirst = false;
    yield chunk;
  }
}

/** The data format of `deflate` is zlib (RFC 9110, 8.4.1.2), but some clients send it without the zlib header. */
function createEngine(coding: Coding, firstByte = 0x78) {
  if (coding === "gzip") return createGunzip();
  if (coding === "br") return createBrotliDecompress();
  return (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

const invalidData = (coding: Coding) =>
  new AppError("RUNTIME_VALIDATION_FAILED", `The body is not complete, valid ${coding} data.`);

/** Codes of zlib and Brotli, and of a pipeline whose engine ended before its input. */
const INVALID_DATA = /^(Z_|ERR__ERROR_|ERR_BROTLI|ABORT_ERR$|ERR_STREAM_PREMATURE_CLOSE$)/;

const isInvalidData = (error: unknown): boolean =>
  error instanceof Error && "code" in error && INVALID_DATA.test(String(error.code));
