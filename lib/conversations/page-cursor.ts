import { createHash } from "node:crypto";
import { z } from "zod";
import { instant } from "./contract";

/** A place in the list: after this conversation. */
export interface Place {
  startedAt: string;
  id: string;
  agentId: string;
}

/** PostgreSQL takes offsets below 16 hours only. */
function inUtc(instant: string): string {
  return new Date(instant).toISOString();
}

const identifier = z
  .string()
  .min(1)
  .max(256)
  .refine((id) => !id.includes("\u0000") && id.isWellFormed());

/** Version, seal, place. The version says what the seal covers. */
const shape = z.tuple([z.literal(2), z.string().max(64), instant.transform(inUtc), identifier, identifier]);

/**
 * What a cursor belongs to: its workspace, its agents and its filters. A cursor that is used with others is refused,
 * because the walk would skip or repeat conversations without a word; so is one whose place was damaged on its way.
 */
export const sealOf = (
  workspaceId: string,
  agents: "all" | string[],
  filters: unknown,
  { startedAt, id, agentId }: Place,
): string =>
  createHash("sha256")
    .update(JSON.stringify([workspaceId, agents, filters, startedAt, id, agentId]))
    .digest("base64url")
    .slice(0, 16);

export const writeCursor = (seal: string, place: Place): string =>
  Buffer.from(JSON.stringify([2, seal, place.startedAt, place.id, place.agentId])).toString("base64url");

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
