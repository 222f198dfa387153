import { db } from "@/db/client/client";
import { selectAuditEntries } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { AuditEntryDto } from "./contract";
import { type AuditQuery, toCondition, toDto } from "./internal";

const PAGE_SIZE = 500;

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
        limit: PAGE_SIZE,
      };
      const rows = await selectAuditEntries(db(), actor.workspaceId, query);
      const page = rows.slice(0, PAGE_SIZE);
      yield page.map(toDto);
      const last = page.at(-1);
      after = rows.length > PAGE_SIZE && last ? { at: last.createdAt, id: last.id } : null;
    } while (after);
  }
}
