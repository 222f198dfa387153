import { and, desc, eq, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client";
import { type AuditEntryRow, auditEntries } from "../schema/index";

type NewEntry = Omit<AuditEntryRow, "workspaceId" | "id" | "createdAt">;

export async function insertAuditEntry(tx: Tx, workspaceId: string, entry: NewEntry): Promise<number> {
  const [row] = await tx
    .insert(auditEntries)
    .values({ workspaceId, ...entry })
    .returning({ id: auditEntries.id });
  if (!row) throw new Error("An insert returned no row.");
  return row.id;
}

/** Entries of one act, in one statement. */
export async function insertAuditEntries(tx: Tx, workspaceId: string, entries: NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.insert(auditEntries).values(entries.map((entry) => ({ workspaceId, ...entry })));
}

/** Brings the counts of an entry up to date, for an action that takes many transactions. */
export async function amendAuditEntry(
  tx: Tx,
  workspaceId: string,
  id: number,
  changes: AuditEntryRow["changes"],
): Promise<void> {
  await tx
    .update(auditEntries)
    .set({ changes })
    .where(and(eq(auditEntries.workspaceId, workspaceId), eq(auditEntries.id, id)));
}

/** Who deleted a thing and when, and what it was called; undefined when nobody did. */
export async function selectDeletion(
  db: Executor,
  workspaceId: string,
  action: string,
  targetId: string,
): Promise<Pick<AuditEntryRow, "createdAt" | "actorName" | "targetName"> | undefined> {
  const [row] = await db
    .select({
      createdAt: auditEntries.createdAt,
      actorName: auditEntries.actorName,
      targetName: auditEntries.targetName,
    })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, workspaceId),
        eq(auditEntries.targetId, targetId),
        eq(auditEntries.action, action),
      ),
    )
    .limit(1);
  return row;
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
