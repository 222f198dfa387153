const MAX_LINE_BYTES = 8 * 1024 * 1024;
const LINE_FEED = 0x0a;

/** A line, or the reason why it could not be read and how many bytes were read. */
export type Line = string | { unreadable: string; bytes: number };

/**
 * Splits a stream of UTF-8 at line feeds only: other separators such as U+2028 are valid in JSON strings. Buffers at most
 * the limit of a line, however long the line is.
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let first = true;
  const append = (part: Uint8Array) => {
    size += part.byteLength;
    if (size <= MAX_LINE_BYTES) parts.push(part);
    else parts = [];
  };
  const line = (): Line => {
    const result =
      size > MAX_LINE_BYTES
        ? { unreadable: "the line is longer than 8 MiB", bytes: size }
        : decode(parts, size, first);
    parts = [];
    size = 0;
    first = false;
    return result;
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      append(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    // A copy, because the stream may reuse its buffer.
    append(chunk.slice(from));
  }
  if (size > 0) yield line();
}

/** Removes a byte order mark from the first line; in any other line it stays, as text that fails to parse. */
function decode(parts: Uint8Array[], bytes: number, first: boolean): Line {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: !first }).decode(Buffer.concat(parts));
  } catch {
    return { unreadable: "not valid UTF-8", bytes };
  }
}
