import { z } from "zod";

/**
 * A place in a list as opaque text for the console's own pages. The external API's cursors are in lib/conversations:
 * they are signed off against their filters.
 */
export const encodeCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

/** The place that a cursor stands for, or null when it is none of ours: the list then begins at its beginning. */
export function decodeCursor<T>(cursor: string | null, schema: z.ZodType<T>): T | null {
  if (cursor === null) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
