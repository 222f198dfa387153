import { sql } from "drizzle-orm";
import type { Executor } from "../client";

export interface KeyUse {
  workspaceId: string;
  keyId: string;
  at: Date;
  path: string;
  address: string;
}

/**
 * Notes the last use of each key, in one statement. An older use never overwrites a newer one, and a key deleted
 * meanwhile is passed by. Where a key's minute of use has moved on, its row in `api_keys` follows: the list is sorted by
 * it. Rows are taken in the order of their ids, so that two instances that write at once wait for each other and do not
 * deadlock.
 */
export async function upsertKeyUses(db: Executor, uses: KeyUse[]): Promise<void> {
  const column = <K extends keyof KeyUse>(field: K) =>
    sql.param(uses.map((use) => (use[field] instanceof Date ? use[field].toISOString() : use[field])));
  await db.execute(sql`
    with uses as materialized (
      select key.workspace_id, key.id as key_id, use.at, use.path, use.address,
        date_trunc('minute', use.at) as minute
      from unnest(${column("workspaceId")}::text[], ${column("keyId")}::text[], ${column("at")}::timestamptz[],
        ${column("path")}::text[], ${column("address")}::text[]) as use (workspace_id, key_id, at, path, address)
      join api_keys as key on key.workspace_id = use.workspace_id and key.id = use.key_id
      order by 1, 2
    ), behind as materialized (
      select key.workspace_id, key.id, uses.minute
      from uses join api_keys as key on key.workspace_id = uses.workspace_id and key.id = uses.key_id
      where key.last_used_minute < uses.minute
      order by 1, 2
      for no key update of key
    ), noted as (
      insert into api_key_usage as known (workspace_id, key_id, last_used_at, last_path, last_address)
      select workspace_id, key_id, at, path, address from uses
      on conflict (workspace_id, key_id) do update
        set last_used_at = excluded.last_used_at, last_path = excluded.last_path, last_address = excluded.last_address
        where known.last_used_at < excluded.last_used_at
    )
    update api_keys as key set last_used_minute = behind.minute
    from behind where key.workspace_id = behind.workspace_id and key.id = behind.id`);
}
