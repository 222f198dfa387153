import { createHash } from "node:crypto";
import { z } from "zod";
import { maxCodePoints } from "@/lib/core/max-code-points";
import { instant } from "./contract";

/** A position in the list: after this conversation. */
export interface CursorPosition {
  startedAt: string;
  id: string;
  agentId: string;
}

const identifier = z
  .string()
  .min(1)
  .check(maxCodePoints(256, "is too long"))
  .refine((id) => !id.includes("\u0000") && id.isWellFormed());

/** Version, signature, position. The version determines what the signature covers. */
const cursorSchema = z.tuple([z.literal(2), z.string().max(64), instant, identifier, identifier]);

/**
 * Ties a cursor to its workspace, agents, filters and position. A cursor with other filters is rejected, because the pages
 * would silently skip or repeat conversations. So is a cursor whose position was damaged. The signature is a plain hash,
 * not a secret: access never depends on the cursor.
 */
export const cursorSignature = (
  workspaceId: string,
  agents: "all" | string[],
  filters: unknown,
  { startedAt, id, agentId }: CursorPosition,
): string =>
  createHash("sha256")
    .update(JSON.stringify([workspaceId, agents, filters, startedAt, id, agentId]))
    .digest("base64url")
    .slice(0, 16);

export const encodeCursor = (signature: string, position: CursorPosition): string =>
  Buffer.from(JSON.stringify([2, signature, position.startedAt, position.id, position.agentId])).toString(
    "base64url",
  );

/** Decodes a cursor; null if it is malformed. Its signature can be checked only once the key's access is known. */
export function decodeCursor(cursor: string): { signature: string; position: CursorPosition } | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (!parsed.success) return null;
    const [, signature, startedAt, id, agentId] = parsed.data;
    return { signature, position: { startedAt, id, agentId } };
  } catch {
    return null;
  }
}
