import { z } from "zod";
import { AppError } from "./errors";
import { isStorable } from "./parse-input";

const INVALID_CURSOR_MESSAGE = "The cursor is not valid. Retry without it.";

/**
 * Encodes a position in a list for the console's data routes. The external API has signed cursors of its own
 * (`lib/features/conversations/page-cursor.ts`), which depend on the filters.
 */
export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString("base64url");

/** A position may contain a search text and a sort key, each with hundreds of code points of four bytes. */
const MAX_CURSOR_LENGTH = 8000;

/** The `cursor` parameter of a data route; null on the first page. */
export const cursorParameter = z
  .string()
  .max(MAX_CURSOR_LENGTH, INVALID_CURSOR_MESSAGE)
  .nullable()
  .default(null);

export const invalidCursor = () =>
  new AppError("INPUT_INVALID", INVALID_CURSOR_MESSAGE, { cursor: INVALID_CURSOR_MESSAGE });

/**
 * The position in a cursor; null without one.
 * @throws AppError INPUT_INVALID for a cursor that we did not create
 */
export function decodeCursor<T>(cursor: string | null, schema: z.ZodType<T>): T | null {
  if (cursor === null) return null;
  try {
    const position = schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (isStorable(position)) return position;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw invalidCursor();
    throw error;
  }
  // PostgreSQL cannot compare with this text, so no position ever contained it.
  throw invalidCursor();
}

/**
 * Splits rows into a page and the cursor of the next one.
 * @param rows one more than `size` if there is a next page
 * @param position what the cursor of the next page contains
 */
export function toPage<Row>(
  rows: Row[],
  size: number,
  position: (last: Row) => unknown,
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { page, nextCursor: rows.length > size && last ? encodeCursor(position(last)) : null };
}
