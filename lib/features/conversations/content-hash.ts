import { createHash } from "node:crypto";

/** UTF-16 units that are hashed in one step. */
const CHUNK_LENGTH = 262_144;

/** The hash of a record's JSON, in steps of bounded work: one of its texts may have megabytes. */
export function* contentHash(record: Record<string, string | number | boolean>): Generator<void, string> {
  const hash = createHash("sha256");
  let before = "{";
  for (const [name, value] of Object.entries(record)) {
    hash.update(`${before}${JSON.stringify(name)}:`);
    if (typeof value !== "string") hash.update(JSON.stringify(value));
    else {
      hash.update('"');
      for (const piece of splitChunks(value)) {
        hash.update(JSON.stringify(piece).slice(1, -1));
        yield;
      }
      hash.update('"');
    }
    before = ",";
  }
  return hash.update("}").digest("base64url");
}

/** Never cut within a surrogate pair: JSON writes half of one as an escape. */
function* splitChunks(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    let end = from + CHUNK_LENGTH;
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00) end += 1;
    yield text.slice(from, end);
    from = end;
  }
}
