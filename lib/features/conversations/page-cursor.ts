import { createHash } from "node:crypto";
import { z } from "zod";
import { instant } from "./contract";

/** A place in the list: after this conversation. */
export interface CursorPosition {
  startedAt: string;
  id: string;
  agentId: string;
}

/** PostgreSQL takes offsets below 16 hours only. */
function toUtc(instant: string): string {
  return new Date(instant).toISOString();
}

const identifier = z
  .string()
  .min(1)
  .max(256)
  .refine((id) => !id.includes("\u0000") && id.isWellFormed());

/** Version, seal, place. The version says what the seal covers. */
const cursorSchema = z.tuple([
  z.literal(2),
  z.string().max(64),
  instant.transform(toUtc),
  identifier,
  identifier,
]);

/**
 * What a cursor belongs to: its workspace, its agents and its filters. A cursor that is used with others is refused,
 * because the walk would skip or repeat conversations without a word; so is one whose place was damaged on its way.
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

/** Reads a cursor; null when it is none of ours. Whether its seal fits is known once the key is. */
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
