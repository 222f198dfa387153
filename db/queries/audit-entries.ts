import { and, desc, eq, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client";
import { type AuditEntryRow, auditEntries } from "../schema/index";

type NewEntry = Omit<AuditEntryRow, "workspaceId" | "id" | "createdAt">;

export async function insertAuditEntry(tx: Tx, workspaceId: string, entry: NewEntry): Promise<void> {
  await tx.insert(auditEntries).values({ workspaceId, ...entry });
}

/** A page of entries, newest first, after the given one. Asks for one row more than a page to know of a next. */
export function selectAuditEntries(
  db: Executor,
  workspaceId: string,
  page: { after: { at: Date; id: number } | null; limit: number },
): Promise<AuditEntryRow[]> {
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, workspaceId),
        page.after
          ? sql`(${auditEntries.createdAt}, ${auditEntries.id}) < (${page.after.at.toISOString()}::timestamptz, ${page.after.id})`
          : undefined,
      ),
    )
    .orderBy(desc(auditEntries.createdAt), desc(auditEntries.id))
    .limit(page.limit + 1);
}
