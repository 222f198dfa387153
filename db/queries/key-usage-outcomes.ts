import { type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { MIN_SUMMARY_DAYS } from "./log-partitions";

/** A key, by its primary key. */
export interface KeyRef {
  workspaceId: string;
  keyId: string;
}

/** True if the previous version wrote the row last: it updates `last_used_at` and no column with an outcome. */
const UNCLASSIFIED = sql`use.last_used_at >
  coalesce(greatest(use.last_success_at, use.last_refusal_at, use.outcome_unknown_until), '-infinity')`;

const keyRefs = (keys: KeyRef[]): SQL =>
  sql`unnest(${sql.param(keys.map(({ workspaceId }) => workspaceId))}::text[], ${sql.param(keys.map(({ keyId }) => keyId))}::text[])
    as keys (workspace_id, key_id)`;

/** The keys whose latest use is stored without its outcome; nearly always none. */
export async function filterUnclassifiedKeys(db: Executor, keys: KeyRef[]): Promise<KeyRef[]> {
  const { rows } = await db.execute<KeyRef & Record<string, unknown>>(sql`
    select use.workspace_id as "workspaceId", use.key_id as "keyId"
    from ${keyRefs(keys)} join api_key_usage as use using (workspace_id, key_id) where ${UNCLASSIFIED}`);
  return rows;
}

/** The next keys, ordered by ID, whose latest use is stored without its outcome. */
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
 * The last request with an outcome: from the request log, or, where the log no longer has it, from the counts as the end
 * of the hour. The counts show which hour of the log to read, so that a key with a million refusals a day costs no more.
 */
const lastRequestWhere = (counted: SQL, logged: SQL): SQL => sql`(
  select coalesce(request.at, least(counted.hour_end - interval '1 millisecond', use.last_used_at)) as at,
    request.path, request.address, request.status
  from (select hour as start, date_trunc('hour', hour, 'UTC') + interval '1 hour' as hour_end from api_request_counts where workspace_id = use.workspace_id and key_id = use.key_id and ${counted}
    order by hour desc limit 1) as counted
  left join lateral (select at, path, address, status from api_requests
    where workspace_id = use.workspace_id and key_id = use.key_id and at >= counted.start
      and at < counted.hour_end and ${logged} order by at desc, id desc limit 1) as request on true)`;

/**
 * Determines from the request log and the counts whether the last uses that the previous version stored were successes or
 * refusals, and stores the last of each. Stores `outcome_unknown_until` for what the records no longer show: until the last use
 * if they do not contain it, or until the start of the records if they show no success of an older key.
 * Locks rows in the same order as `upsertKeyUsage`. Idempotent.
 */
export async function updateKeyOutcomes(tx: Tx, keys: KeyRef[]): Promise<void> {
  await tx.execute(sql`
    select from ${keyRefs(keys)} join api_keys as key on key.workspace_id = keys.workspace_id and key.id = keys.key_id
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
      found.success_at > coalesce(stored.last_success_at, '-infinity') as success,
      found.refusal_at > coalesce(stored.last_refusal_at, '-infinity') as refusal
      from api_key_usage as stored where stored.workspace_id = found.workspace_id and stored.key_id = found.key_id) as later
    where use.workspace_id = found.workspace_id and use.key_id = found.key_id`);
  await tx.execute(sql`
    update api_keys as key set last_used_minute = last_use.minute
    from ${keyRefs(keys)} join api_key_usage as use using (workspace_id, key_id)
    cross join lateral (select date_trunc('minute',
      coalesce(use.last_success_at, use.outcome_unknown_until, '-infinity')) as minute) as last_use
    where key.workspace_id = use.workspace_id and key.id = use.key_id and key.last_used_minute <> last_use.minute`);
}
