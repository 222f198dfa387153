import { z } from "zod";
import { db } from "@/db/client/client";
import { type AuditEntryFilters, selectAuditEntries } from "@/db/queries/audit-entries";
import type { AuditEntryRow } from "@/db/schema/index";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { isInstant, startOfDay } from "@/lib/core/time";
import { type Actor, accessOf, requireAccess } from "@/lib/features/actor";
import { AUDIT_ACTIONS, type AuditFilters, NON_USER_ACTORS } from "./constants";
import type { AuditEntryDto, AuditPage } from "./contract";

const PAGE_SIZE = 50;
const EXPORT_PAGE_SIZE = 500;

const cursorSchema = z.object({ at: z.string().refine(isInstant), id: z.int().positive() });

/** All filters are optional. `zone` is the time zone of the days. */
type AuditQuery = Partial<AuditFilters> & { zone?: string };

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

/**
 * Every entry that matches the filters, newest first, in pages, so that memory use is bounded.
 * @throws AppError at the call, before the first page is read
 */
export function exportAudit(actor: Actor, input: AuditQuery): AsyncGenerator<AuditEntryDto[]> {
  requireAccess(actor, "api_keys", "read");
  const condition = toCondition(actor, input);
  return pages();

  async function* pages() {
    let after: { at: Date; id: number } | null = null;
    do {
      const query: Parameters<typeof selectAuditEntries>[2] = {
        ...condition,
        after,
        limit: EXPORT_PAGE_SIZE,
      };
      const rows = await selectAuditEntries(db(), actor.workspaceId, query);
      const page = rows.slice(0, EXPORT_PAGE_SIZE);
      yield page.map(toDto);
      const last = page.at(-1);
      after = rows.length > EXPORT_PAGE_SIZE && last ? { at: last.createdAt, id: last.id } : null;
    } while (after);
  }
}

function toCondition(
  actor: Actor,
  { person, action, target, from, to, zone = "UTC" }: AuditQuery,
): AuditEntryFilters {
  const kind = NON_USER_ACTORS.find((other) => other === person);
  // A list of known actions: an action from a newer version may be about configurations.
  const visible =
    accessOf(actor, "response_configuration") === "none"
      ? AUDIT_ACTIONS.filter((known) => known !== "agent.configured")
      : undefined;
  return {
    actorKind: kind,
    ...(kind || !person ? {} : person.startsWith("user_") ? { actorId: person } : { actorName: person }),
    action: action || undefined,
    visibleActions: visible,
    target: target || undefined,
    from: from ? startOfDay(from, zone) : undefined,
    before: to ? startOfDay(to, zone, 1) : undefined,
  };
}

const toDto = (row: AuditEntryRow): AuditEntryDto => ({
  id: row.id,
  at: row.createdAt.toISOString(),
  actorKind: row.actorKind,
  actorName: row.actorName,
  action: row.action,
  targetKind: row.targetKind,
  targetId: row.targetId,
  targetName: row.targetName,
  changes: row.changes,
  address: row.address,
});
