import { z } from "zod";
import { AppError } from "./errors";
import { isStorable } from "./parse-input";

const INVALID_CURSOR_MESSAGE = "The cursor is not valid. Start again without it.";

/**
 * A place in a list as opaque text for the console's own pages. The external API's cursors are in lib/conversations:
 * they are signed off against their filters.
 */
export const encodeCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

/** The `cursor` parameter of a data route; null where there is none. */
export const cursorParameter = z.string().max(3000, INVALID_CURSOR_MESSAGE).nullable().default(null);

export const invalidCursor = () =>
  new AppError("INPUT_INVALID", INVALID_CURSOR_MESSAGE, { cursor: INVALID_CURSOR_MESSAGE });

/**
 * The place that a cursor stands for; null without one.
 * @throws AppError INPUT_INVALID when it is not one of ours
 */
export function decodeCursor<T>(cursor: string | null, schema: z.ZodType<T>): T | null {
  if (cursor === null) return null;
  try {
    const place = schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (isStorable(place)) return place;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw invalidCursor();
    throw error;
  }
  // Text that PostgreSQL cannot compare with was never in a place.
  throw invalidCursor();
}
