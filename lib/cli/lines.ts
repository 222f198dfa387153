import { StringDecoder } from "node:string_decoder";

/** Characters of one line that are held; what is longer is cut here and refused by the import as too long. */
const MOST_HELD = 9 * 1024 * 1024;

/** The lines of a byte stream, by line feed alone: U+2028 and its kind are text in JSON. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let held = "";
  let first = true;
  for await (const chunk of bytes) {
    let text = decoder.write(chunk);
    // A byte order mark is no part of the first line.
    if (first && text.startsWith("\ufeff")) text = text.slice(1);
    first = false;
    const parts = text.split("\n");
    const rest = parts.pop() ?? "";
    for (const part of parts) {
      yield held + part;
      held = "";
    }
    if (held.length < MOST_HELD) held += rest;
  }
  held += decoder.end();
  if (held !== "") yield held;
}
