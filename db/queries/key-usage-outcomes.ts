import { type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { MIN_SUMMARY_DAYS } from "./log-partitions";

/** A key, by its primary key. */
export interface KeyRef {
  workspaceId: string;
  keyId: string;
}

/** The version before this one wrote the row last: it moves `last_used_at` and knows no other column. */
const UNCLASSIFIED = sql`use.last_used_at >
  coalesce(greatest(use.last_success_at, use.last_refusal_at, use.outcome_unknown_until), '-infinity')`;

const keyRefs = (keys: KeyRef[]): SQL =>
  sql`unnest(${sql.param(keys.map(({ workspaceId }) => workspaceId))}::text[], ${sql.param(keys.map(({ keyId }) => keyId))}::text[])
    as asked (workspace_id, key_id)`;

/** Those of some keys whose latest use is stored without its outcome. Nearly always none. */
export async function filterUnclassifiedKeys(db: Executor, keys: KeyRef[]): Promise<KeyRef[]> {
  const { rows } = await db.execute<KeyRef & Record<string, unknown>>(sql`
    select use.workspace_id as "workspaceId", use.key_id as "keyId"
    from ${keyRefs(keys)} join api_key_usage as use using (workspace_id, key_id) where ${UNCLASSIFIED}`);
  return rows;
}

/** The next keys, in the order of their ids, whose latest use is stored without its outcome. */
export async function selectUnclassifiedKeysAfter(
  db: Executor,
  after: KeyRef | undefined,
  limit: number,
): Promise<KeyRef[]> {
  const { rows } = await db.execute<KeyRef & Record<string, unknown>>(sql`
    select use.workspace_id as "workspaceId", use.key_id as "keyId" from api_key_usage as use
    where (use.workspace_id, use.key_id) > (${after?.workspaceId ?? ""}, ${after?.keyId ?? ""}) and ${UNCLASSIFIED}
    order by 1, 2 limit ${limit}`);
  return rows;
}

/**
 * The last request of a kind that the records show: from the log where it is kept, else from the counts, to the end of
 * their hour. The counts say in which hour to look, so that a key that is refused a million times a day costs no more.
 */
const lastRequestWhere = (counted: SQL, logged: SQL): SQL => sql`(
  select coalesce(request.at, least(counted.hour + interval '1 hour' - interval '1 millisecond', use.last_used_at)) as at,
    request.path, request.address, request.status
  from (select hour from api_request_counts where workspace_id = use.workspace_id and key_id = use.key_id and ${counted}
    order by hour desc limit 1) as counted
  left join lateral (select at, path, address, status from api_requests
    where workspace_id = use.workspace_id and key_id = use.key_id and at >= counted.hour
      and at < counted.hour + interval '1 hour' and ${logged} order by at desc, id desc limit 1) as request on true)`;

/**
 * Finds out, from the log and the counts, whether what the previous version stored as the last use of some keys was a
 * success or a refusal, and stores both. What the records no longer show stays unknown, and is stored as such: until the
 * last use where they do not show that, and until they begin where they show no success of a key that is older.
 * Locks rows as `upsertKeyUses` does. Done twice, it changes nothing.
 */
export async function classifyKeyUsage(tx: Tx, keys: KeyRef[]): Promise<void> {
  await tx.execute(sql`
    select from ${keyRefs(keys)} join api_keys as key on key.workspace_id = asked.workspace_id and key.id = asked.key_id
    order by key.workspace_id, key.id for no key update of key`);
  await tx.execute(sql`
    select from ${keyRefs(keys)} join api_key_usage as use using (workspace_id, key_id)
    order by use.workspace_id, use.key_id for no key update of use`);
  const begin = sql`now() - ${`${MIN_SUMMARY_DAYS} days`}::interval`;
  await tx.execute(sql`
    with found as materialized (
      select use.workspace_id, use.key_id, key.created_at < ${begin} as older,
        success.at as success_at, success.path as success_path, success.address as success_address,
        refusal.at as refusal_at, refusal.path as refusal_path, refusal.address as refusal_address,
        refusal.status as refusal_status
      from ${keyRefs(keys)} join api_key_usage as use using (workspace_id, key_id)
      join api_keys as key on key.workspace_id = use.workspace_id and key.id = use.key_id
      left join lateral ${lastRequestWhere(sql`status_class < 4`, sql`status < 400`)} as success on true
      left join lateral ${lastRequestWhere(sql`status_class >= 4`, sql`status >= 400`)} as refusal on true
      where ${UNCLASSIFIED}
    )
    update api_key_usage as use set
      last_success_at = greatest(use.last_success_at, found.success_at),
      last_success_path = case when later.success then found.success_path else use.last_success_path end,
      last_success_address = case when later.success then found.success_address else use.last_success_address end,
      last_refusal_at = greatest(use.last_refusal_at, found.refusal_at),
      last_refusal_path = case when later.refusal then found.refusal_path else use.last_refusal_path end,
      last_refusal_address = case when later.refusal then found.refusal_address else use.last_refusal_address end,
      last_refusal_status = case when later.refusal then found.refusal_status else use.last_refusal_status end,
      outcome_unknown_until = case
        when coalesce(greatest(found.success_at, found.refusal_at), '-infinity') < use.last_used_at then use.last_used_at
        when found.older and found.success_at is null and use.last_success_at is null and use.last_refusal_at is null
          then coalesce(use.outcome_unknown_until, ${begin})
        else use.outcome_unknown_until end
    from found cross join lateral (select
      found.success_at > coalesce(known.last_success_at, '-infinity') as success,
      found.refusal_at > coalesce(known.last_refusal_at, '-infinity') as refusal
      from api_key_usage as known where known.workspace_id = found.workspace_id and known.key_id = found.key_id) as later
    where use.workspace_id = found.workspace_id and use.key_id = found.key_id`);
  await tx.execute(sql`
    update api_keys as key set last_used_minute = told.minute
    from ${keyRefs(keys)} join api_key_usage as use using (workspace_id, key_id)
    cross join lateral (select date_trunc('minute',
      coalesce(use.last_success_at, use.outcome_unknown_until, '-infinity')) as minute) as told
    where key.workspace_id = use.workspace_id and key.id = use.key_id and key.last_used_minute <> told.minute`);
}
