import { createHash } from "node:crypto";
import { z } from "zod";

/** A place in the list: after this conversation. */
export interface Place {
  startedAt: string;
  id: string;
  agentId: string;
}

/** Version, seal, place. */
const shape = z.tuple([
  z.literal(1),
  z.string().max(64),
  z.iso.datetime(),
  z
    .string()
    .min(1)
    .max(256)
    .refine((id) => !id.includes("\u0000") && id.isWellFormed()),
  z
    .string()
    .min(1)
    .max(256)
    .refine((id) => !id.includes("\u0000") && id.isWellFormed()),
]);

/**
 * What a cursor belongs to: its workspace, its agents and its filters. A cursor that is used with others is refused,
 * because the walk would skip or repeat conversations without a word.
 */
export const sealOf = (workspaceId: string, agents: "all" | string[], filters: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify([workspaceId, agents, filters]))
    .digest("base64url")
    .slice(0, 16);

export const writeCursor = (seal: string, place: Place): string =>
  Buffer.from(JSON.stringify([1, seal, place.startedAt, place.id, place.agentId])).toString("base64url");

/** Reads a cursor; null when it is none of ours. Whether its seal fits is known once the key is. */
export function readCursor(cursor: string): { seal: string; place: Place } | null {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (!parsed.success) return null;
    const [, seal, startedAt, id, agentId] = parsed.data;
    return { seal, place: { startedAt, id, agentId } };
  } catch {
    return null;
  }
}
