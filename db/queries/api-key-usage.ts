import { sql } from "drizzle-orm";
import type { Executor } from "../client";

export interface KeyUse {
  workspaceId: string;
  keyId: string;
  at: Date;
  path: string;
  address: string;
}

/** Notes the last use of each key, in one statement. An older use never overwrites a newer one. */
export async function upsertKeyUses(db: Executor, uses: KeyUse[]): Promise<void> {
  const column = <K extends keyof KeyUse>(field: K) =>
    sql.param(uses.map((use) => (use[field] instanceof Date ? use[field].toISOString() : use[field])));
  await db.execute(sql`
    insert into api_key_usage as known (workspace_id, key_id, last_used_at, last_path, last_address)
    select * from unnest(${column("workspaceId")}::text[], ${column("keyId")}::text[], ${column("at")}::timestamptz[],
      ${column("path")}::text[], ${column("address")}::text[])
    on conflict (workspace_id, key_id) do update
      set last_used_at = excluded.last_used_at, last_path = excluded.last_path, last_address = excluded.last_address
      where known.last_used_at < excluded.last_used_at`);
}
