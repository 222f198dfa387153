import { z } from "zod";
import { db } from "@/db/client/client";
import { selectAuditEntries } from "@/db/queries/audit-entries";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { instantSchema } from "@/lib/core/instant-schema";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { AuditPage } from "./contract";
import { type AuditQuery, toCondition, toDto } from "./internal";

const PAGE_SIZE = 50;

const cursorSchema = z.object({ at: instantSchema({ firstYear: 1970 }), id: z.int().positive() });

/**
 * A page of the workspace's audit log, newest first. Requires read access to API keys. Entries about response configurations
 * require read access to those.
 */
export async function listAudit(
  actor: Actor,
  input: AuditQuery & { cursor: string | null },
): Promise<AuditPage> {
  requireAccess(actor, "api_keys", "read");
  const decoded = decodeCursor(input.cursor, cursorSchema);
  const after = decoded ? { at: new Date(decoded.at), id: decoded.id } : null;
  const condition = toCondition(actor, input);
  const rows = await selectAuditEntries(db(), actor.workspaceId, { ...condition, after, limit: PAGE_SIZE });
  const { page, nextCursor } = toPage(rows, PAGE_SIZE, ({ createdAt, id }) => ({
    at: createdAt.toISOString(),
    id,
  }));
  return { entries: page.map(toDto), nextCursor };
}
