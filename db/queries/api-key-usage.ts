import { sql } from "drizzle-orm";
import type { Executor } from "../client/client";

/** A key's last request of a kind. */
export interface LastRequest {
  at: Date;
  path: string;
  address: string;
  status: number;
}

/** The latest success and the latest refusal of a key in a batch; at least one is set. */
export interface KeyUsage {
  workspaceId: string;
  keyId: string;
  /** Status below 400. */
  success: LastRequest | null;
  /** Status 400 and above. */
  refusal: LastRequest | null;
}

/** Assignments that set columns from the new row if its time is later than the stored one. */
const assignIfLater = (at: string, others: string[]) =>
  sql.raw(
    [at, ...others]
      .map(
        (column) =>
          `${column} = case when excluded.${at} > coalesce(stored.${at}, '-infinity') then excluded.${column} else stored.${column} end`,
      )
      .join(", "),
  );

/**
 * Stores the last success and the last refusal of each key in one statement. An older request never overwrites a newer one,
 * and deleted keys are skipped. If the minute of a key's last success has changed, its row in `api_keys` is updated too,
 * because the key list is sorted by it. `last_used_at` and its columns are for the previous version, which uses no others.
 * Rows are locked in the order of their IDs, those of `api_keys` first, so that concurrent instances cannot deadlock.
 * @param uses at most one per key
 */
export async function upsertKeyUsage(db: Executor, uses: KeyUsage[]): Promise<void> {
  const column = (value: (use: KeyUsage) => string | number | undefined) =>
    sql.param(uses.map((use) => value(use) ?? null));
  const last = ({ success, refusal }: KeyUsage) =>
    !refusal || (success && success.at >= refusal.at) ? success : refusal;
  await db.execute(sql`
    with uses as materialized (
      select key.workspace_id, key.id as key_id, use.*
      from unnest(
        ${column(({ workspaceId }) => workspaceId)}::text[], ${column(({ keyId }) => keyId)}::text[],
        ${column((use) => last(use)?.at.toISOString())}::timestamptz[], ${column((use) => last(use)?.path)}::text[],
        ${column((use) => last(use)?.address)}::text[],
        ${column(({ success }) => success?.at.toISOString())}::timestamptz[], ${column(({ success }) => success?.path)}::text[],
        ${column(({ success }) => success?.address)}::text[],
        ${column(({ refusal }) => refusal?.at.toISOString())}::timestamptz[], ${column(({ refusal }) => refusal?.path)}::text[],
        ${column(({ refusal }) => refusal?.address)}::text[], ${column(({ refusal }) => refusal?.status)}::smallint[]
      ) as use (workspace, key, at, path, address, success_at, success_path, success_address,
        refusal_at, refusal_path, refusal_address, refusal_status)
      join api_keys as key on key.workspace_id = use.workspace and key.id = use.key
      order by 1, 2
    ), behind as materialized (
      select key.workspace_id, key.id, date_trunc('minute', uses.success_at) as minute
      from uses join api_keys as key on key.workspace_id = uses.workspace_id and key.id = uses.key_id
      where key.last_used_minute < date_trunc('minute', uses.success_at)
      order by 1, 2
      for no key update of key
    ), upserted as (
      insert into api_key_usage as stored (workspace_id, key_id, last_used_at, last_path, last_address,
        last_success_at, last_success_path, last_success_address,
        last_refusal_at, last_refusal_path, last_refusal_address, last_refusal_status)
      select workspace_id, key_id, at, path, address, success_at, success_path, success_address,
        refusal_at, refusal_path, refusal_address, refusal_status
      from uses
      on conflict (workspace_id, key_id) do update set
        ${assignIfLater("last_used_at", ["last_path", "last_address"])},
        ${assignIfLater("last_success_at", ["last_success_path", "last_success_address"])},
        ${assignIfLater("last_refusal_at", ["last_refusal_path", "last_refusal_address", "last_refusal_status"])}
    )
    update api_keys as key set last_used_minute = behind.minute
    from behind where key.workspace_id = behind.workspace_id and key.id = behind.id`);
}
