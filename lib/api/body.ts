import { AppError, type ErrorCode } from "../errors";
import type { ApiContext } from "./types";

/** The largest body that is taken. */
const LIMIT = 1024 * 1024;
/** The longest that a body of that size may take: who sends a byte now and then holds a connection for nothing. */
const PATIENCE_MS = 30_000;

/**
 * The request's body, byte for byte; reading stops where the limit is passed.
 * @throws AppError PAYLOAD_TOO_LARGE, BODY_TOO_SLOW
 */
export async function readBody(c: ApiContext): Promise<Buffer> {
  if (Number(c.req.header("content-length") ?? 0) > LIMIT) throw new AppError("PAYLOAD_TOO_LARGE");
  const stream = c.req.raw.body;
  if (!stream) return Buffer.alloc(0);
  const reader = stream.getReader();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel();
  }, PATIENCE_MS);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > LIMIT) {
        await reader.cancel();
        throw new AppError("PAYLOAD_TOO_LARGE");
      }
      chunks.push(part.value);
    }
    if (late) throw new AppError("BODY_TOO_SLOW");
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A JSON object as it came and as it parses. An empty body is an empty object.
 * @throws AppError PAYLOAD_TOO_LARGE, BODY_TOO_SLOW, or `invalid` when it is no JSON object
 */
export async function readJsonObject(
  c: ApiContext,
  invalid: ErrorCode,
): Promise<{ text: string; value: object }> {
  let text: string;
  const body = await readBody(c);
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    const value: unknown = text.trim() === "" ? {} : JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { text: text.trim() || "{}", value };
  } catch (error) {
    if (error instanceof AppError) throw error;
  }
  throw new AppError(invalid, "The body must be a JSON object, in UTF-8.");
}
