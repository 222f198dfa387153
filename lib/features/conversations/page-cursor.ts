import { createHash, hash } from "node:crypto";
import { z } from "zod";
import { maxCodePoints } from "@/lib/core/max-code-points";
import { instant } from "./contract";

/** A position in the list: after this conversation. */
export interface CursorPosition {
  startedAt: string;
  id: string;
  agentId: string;
}

/**
 * The agents of a walk over several, as they were at its start. With them, the walk can go on without an agent that has been
 * deleted since, of which nothing else is left. Fingerprints, because a walk may have hundreds of agents.
 */
export interface CursorWalk {
  agents: string;
  /** The slugs by which the request names them. */
  names: string;
}

export interface Cursor {
  signature: string;
  position: CursorPosition;
  /** Undefined for a walk over one agent or over all of the workspace, and in cursors of earlier releases. */
  walk?: CursorWalk;
}

/** The maximum length of a cursor. */
export const MAX_CURSOR_LENGTH = 4096;

const identifier = z
  .string()
  .min(1)
  .check(maxCodePoints(256, "is too long"))
  .refine((id) => !id.includes("\u0000") && id.isWellFormed());

const FINGERPRINT_LENGTH = 5;
const fingerprints = z.string().regex(/^[\w-]*$/);

/** Version, signature, position, and from version 3 the walk. The version determines what the signature covers. */
const position = [z.string().max(64), instant, identifier, identifier] as const;
const cursorSchema = z.union([
  z.tuple([z.literal(2), ...position]),
  z.tuple([z.literal(3), ...position, fingerprints, fingerprints]),
]);

/**
 * Ties a cursor to its workspace, agents, filters and position. A cursor with other filters is rejected, because the pages
 * would silently skip or repeat conversations. So is a cursor whose position was damaged. The signature is a plain hash,
 * not a secret: access never depends on the cursor.
 */
export const cursorSignature = (
  workspaceId: string,
  agents: "all" | string[] | CursorWalk,
  filters: unknown,
  { startedAt, id, agentId }: CursorPosition,
): string =>
  createHash("sha256")
    .update(JSON.stringify([workspaceId, agents, filters, startedAt, id, agentId]))
    .digest("base64url")
    .slice(0, 16);

export function encodeCursor({ signature, position: { startedAt, id, agentId }, walk }: Cursor): string {
  const last = [signature, startedAt, id, agentId];
  const value = walk ? [3, ...last, walk.agents, walk.names] : [2, ...last];
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Decodes a cursor; null if it is malformed. Its signature can be checked only once the key's access is known. */
export function decodeCursor(cursor: string): Cursor | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (!parsed.success) return null;
    const [, signature, startedAt, id, agentId, agents, names] = parsed.data;
    const walk = agents === undefined || names === undefined ? undefined : { agents, names };
    return { signature, position: { startedAt, id, agentId }, walk };
  } catch {
    return null;
  }
}

export const fingerprint = (text: string): string =>
  hash("sha256", text, "base64url").slice(0, FINGERPRINT_LENGTH);

export const joinFingerprints = (texts: string[]): string =>
  [...new Set(texts.map(fingerprint))].sort().join("");

export const splitFingerprints = (joined: string): Set<string> => new Set(joined.match(/.{5}/gs) ?? []);
