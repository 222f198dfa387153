import { sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";

/** The tables whose rows have a sort key. Users belong to no workspace. */
export const NAMED_TABLES = ["api_keys", "users"] as const;
type NamedTable = (typeof NAMED_TABLES)[number];

const WORKSPACE: Record<NamedTable, string> = { api_keys: "workspace_id", users: `'' collate "C"` };

export interface NamedRow {
  workspaceId: string;
  id: string;
  name: string;
  sortKey: string;
}

/**
 * Rows of all workspaces, ordered by workspace and ID.
 * @param page `missing` selects only rows without a key
 */
export async function selectNamedRows(
  db: Executor,
  table: NamedTable,
  page: { after: NamedRow | undefined; limit: number; missing: boolean },
): Promise<NamedRow[]> {
  const workspace = sql.raw(WORKSPACE[table]);
  const { rows } = await db.execute<NamedRow & Record<string, unknown>>(sql`
    select ${workspace} as "workspaceId", id, name, sort_key as "sortKey" from ${sql.raw(table)}
    where (${workspace}, id) > (${page.after?.workspaceId ?? ""}, ${page.after?.id ?? ""})
      and (sort_key = '' or not ${page.missing}::boolean)
    order by ${workspace}, id limit ${page.limit}`);
  return rows;
}

/** Replaces the sort keys of rows that still have the same name. Locks rows in a fixed order, so that no writes can deadlock. */
export async function updateSortKeys(tx: Tx, table: NamedTable, rows: NamedRow[]): Promise<void> {
  const workspace = sql.raw(WORKSPACE[table]);
  const column = (field: keyof NamedRow) => sql.param(rows.map((row) => row[field]));
  const listed = sql`unnest(${column("workspaceId")}::text[], ${column("id")}::text[], ${column("name")}::text[],
    ${column("sortKey")}::text[]) as listed (workspace_id, id, name, sort_key)`;
  await tx.execute(sql`
    select from ${sql.raw(table)} where (${workspace}, id) in (select listed.workspace_id, listed.id from ${listed})
    order by ${workspace}, id for no key update`);
  await tx.execute(sql`
    update ${sql.raw(table)} stored set sort_key = listed.sort_key from ${listed}
    where ${table === "users" ? sql`true` : sql`stored.workspace_id = listed.workspace_id`} and stored.id = listed.id
      and stored.name = listed.name`);
}
