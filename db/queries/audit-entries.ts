import { and, desc, eq, gte, ilike, lt, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Executor, Tx } from "../client/client";
import { type AuditEntryRow, auditEntries } from "../schema/index";
import { anyOf, escapeLike } from "./conditions";

type NewAuditEntry = Omit<AuditEntryRow, "workspaceId" | "id" | "createdAt">;

export async function insertAuditEntry(tx: Tx, workspaceId: string, entry: NewAuditEntry): Promise<number> {
  const [row] = await tx
    .insert(auditEntries)
    .values({ workspaceId, ...entry })
    .returning({ id: auditEntries.id });
  if (!row) throw new Error("An insert returned no row.");
  return row.id;
}

/**
 * Inserts the entries of one action in one statement. One array parameter per column, because a VALUES list takes a parameter
 * per value and PostgreSQL allows at most 65,535 per statement.
 */
export async function insertAuditEntries(
  tx: Tx,
  workspaceId: string,
  entries: NewAuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const column = <F extends keyof NewAuditEntry>(field: F) => sql.param(entries.map((entry) => entry[field]));
  const changes = sql.param(entries.map((entry) => JSON.stringify(entry.changes)));
  await tx.execute(sql`
    insert into audit_entries (workspace_id, actor_kind, actor_id, actor_name, action, target_kind, target_id,
      target_name, folded_names, changes, address)
    select ${workspaceId}, entry.actor_kind, entry.actor_id, entry.actor_name, entry.action, entry.target_kind,
      entry.target_id, entry.target_name, entry.folded_names, entry.changes::jsonb, entry.address
    from unnest(${column("actorKind")}::text[], ${column("actorId")}::text[], ${column("actorName")}::text[],
        ${column("action")}::text[], ${column("targetKind")}::text[], ${column("targetId")}::text[],
        ${column("targetName")}::text[], ${column("foldedNames")}::text[], ${changes}::text[], ${column("address")}::text[])
      with ordinality as entry (actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name, folded_names,
        changes, address, position)
    order by entry.position`);
}

/** Updates the changes of an entry, for an action that takes several transactions. */
export async function updateAuditEntryChanges(
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

/** Who deleted a target and when, and its last name; undefined if it was not deleted. */
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

/** The changes that an action made to one field of a target since a time. */
export async function selectFieldChanges(
  db: Executor,
  workspaceId: string,
  act: { action: string; targetId: string; field: string; since: Date },
): Promise<{ old: unknown; new: unknown }[]> {
  const field = sql`${auditEntries.changes} -> ${act.field}::text`;
  return db
    .select({ old: sql`${field} -> 'old'`, new: sql`${field} -> 'new'` })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, workspaceId),
        eq(auditEntries.targetId, act.targetId),
        eq(auditEntries.action, act.action),
        gte(auditEntries.createdAt, act.since),
        sql`${field} is not null`,
      ),
    );
}

/**
 * Seconds until the action has happened fewer than `count` times in the last hour, by the database's clock; 0 if that is
 * already so.
 */
export async function selectRetryAfterSeconds(
  db: Executor,
  workspaceId: string,
  action: string,
  count: number,
): Promise<number> {
  const { rows } = await db.execute<{ seconds: number }>(sql`
    select extract(epoch from created_at + interval '1 hour' - now())::float8 as seconds from audit_entries
    where workspace_id = ${workspaceId} and action = ${action} and created_at > now() - interval '1 hour'
    order by created_at desc, id desc limit 1 offset ${count - 1}`);
  return Math.max(0, rows[0]?.seconds ?? 0);
}

/**
 * The actions that the workspace's audit does not contain, compared by time, action and target.
 * @returns their indexes in `acts`
 */
export async function selectMissingEntries(
  db: Executor,
  workspaceId: string,
  acts: { at: string; action: string; targetId: string }[],
): Promise<number[]> {
  const column = (field: "at" | "action" | "targetId") => sql.param(acts.map((act) => act[field]));
  const { rows } = await db.execute<{ index: string }>(sql`
    select listed.position - 1 as index
    from unnest(${column("at")}::timestamptz[], ${column("action")}::text[], ${column("targetId")}::text[])
      with ordinality as listed (at, action, target_id, position)
    where not exists (select from audit_entries e where e.workspace_id = ${workspaceId}
      and e.target_id = listed.target_id and e.action = listed.action and e.created_at = listed.at)
    order by listed.position`);
  return rows.map(({ index }) => Number(index));
}

/** A search text, and the same text as folded names contain it. */
interface SearchText {
  text: string;
  folded: string;
}

/** Filters of the audit. An undefined filter is off. */
export interface AuditEntryFilters {
  actorKind?: AuditEntryRow["actorKind"];
  actorId?: string;
  /** Part of the actor's name. */
  actorName?: SearchText;
  action?: string;
  /** The actions that the caller may see. */
  visibleActions?: string[];
  /** Part of the target's name, or its ID. */
  target?: SearchText;
  targetId?: string;
  from?: Date;
  before?: Date;
}

/** A condition on a name. Entries of earlier versions have no folded names, and their names may be in another form. */
const nameContains = (name: AnyPgColumn, search: SearchText, pattern: (part: string) => string): SQL =>
  sql`case when ${auditEntries.foldedNames} <> '' then ${auditEntries.foldedNames} like ${pattern(escapeLike(search.folded))}
    else ${ilike(sql`normalize(${name}, nfc)`, `%${escapeLike(search.text)}%`)} end`;

/** A page of entries, newest first, after a position, with one row more than `limit` if there is a next page. */
export function selectAuditEntries(
  db: Executor,
  workspaceId: string,
  page: AuditEntryFilters & { after: { at: Date; id: number } | null; limit: number },
) {
  const e = auditEntries;
  return db
    .select()
    .from(e)
    .where(
      and(
        eq(e.workspaceId, workspaceId),
        page.actorKind ? eq(e.actorKind, page.actorKind) : undefined,
        page.actorId ? eq(e.actorId, page.actorId) : undefined,
        page.actorName ? nameContains(e.actorName, page.actorName, (part) => `%${part}%\n%`) : undefined,
        page.action ? eq(e.action, page.action) : undefined,
        page.visibleActions ? anyOf(e.action, page.visibleActions) : undefined,
        page.targetId === undefined ? undefined : eq(e.targetId, page.targetId),
        page.target
          ? or(
              nameContains(e.targetName, page.target, (part) => `%\n%${part}%`),
              eq(e.targetId, page.target.text),
            )
          : undefined,
        page.from ? gte(e.createdAt, page.from) : undefined,
        page.before ? lt(e.createdAt, page.before) : undefined,
        page.after
          ? sql`(${e.createdAt}, ${e.id}) < (${page.after.at.toISOString()}::timestamptz, ${page.after.id})`
          : undefined,
      ),
    )
    .orderBy(desc(e.createdAt), desc(e.id))
    .limit(page.limit + 1);
}

/** Users with entries in the audit, each with their latest name; at most `limit`. */
export async function selectAuditUsers(
  db: Executor,
  workspaceId: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  // The limit ends the recursion early.
  const statement = sql`${auditUsersQuery(workspaceId)} limit ${limit}`;
  return (await db.execute<{ id: string; name: string }>(statement)).rows;
}

/** Steps along the index from user to user, whatever the number of entries of each. */
export function auditUsersQuery(workspaceId: string): SQL {
  // Scans the index backwards: the last user first, and the newest entry of each.
  const newestEntry = (condition: SQL) => sql`select actor_id, actor_name from audit_entries
    where workspace_id = ${workspaceId} and ${condition}
    order by actor_id desc, created_at desc, id desc limit 1`;
  return sql`
    with recursive actors as (
      (${newestEntry(sql`actor_id is not null`)})
      union all
      select next.* from actors cross join lateral (${newestEntry(sql`actor_id < actors.actor_id`)}) next
    )
    select actor_id as id, actor_name as name from actors`;
}
