import { z } from "zod";
import { reader } from "@/db/client";
import { selectAuditEntries } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "../actor";
import { decodeCursor, encodeCursor } from "../cursor";
import { AUDIT_ACTIONS, type AuditPage } from "./contract";

const PAGE = 50;

const place = z.object({ at: z.iso.datetime(), id: z.int() });

/** A page of what was done in the workspace, newest first. Whoever may see the keys may see what became of them. */
export async function listAudit(actor: Actor, input: { cursor: string | null }): Promise<AuditPage> {
  requireAccess(actor, "api_keys", "read");
  const decoded = decodeCursor(input.cursor, place);
  const after = decoded ? { at: new Date(decoded.at), id: decoded.id } : null;
  const rows = await selectAuditEntries(reader(), actor.workspaceId, { after, limit: PAGE });
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    entries: page.map((row) => ({
      id: row.id,
      at: row.createdAt.toISOString(),
      actorKind: row.actorKind,
      actorName: row.actorName,
      action: z.enum(AUDIT_ACTIONS).parse(row.action),
      targetKind: row.targetKind,
      targetId: row.targetId,
      targetName: row.targetName,
      changes: row.changes,
      address: row.address,
    })),
    nextCursor:
      rows.length > PAGE && last ? encodeCursor({ at: last.createdAt.toISOString(), id: last.id }) : null,
  };
}
