import { type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";

/** The fields that most requests of a busy second share. */
export interface RequestDimensions {
  workspaceId: string;
  keyId: string;
  endpoint: string;
  method: string;
  path: string;
  status: number;
  address: string;
}

/** One request that was made with a key. */
export interface RequestEntry {
  dimensions: RequestDimensions;
  /** Milliseconds since 1970. */
  at: number;
  /** Random; distinguishes requests of the same millisecond. */
  id: number;
  durationMs: number;
  correlationId: string;
}

/** The columns of rows as arrays: one parameter per column for any number of rows. */
function columnArrays<T extends object>(rows: T[], types: Partial<Record<keyof T, string>>) {
  const arrays = Object.entries(types).map(([field, type]) => {
    const values = rows.map((row) => {
      const value = row[field as keyof T];
      return value instanceof Date ? value.toISOString() : value;
    });
    return sql`${sql.param(values)}::${sql.raw(`${type}[]`)}`;
  });
  return sql.join(arrays, sql`, `);
}

/**
 * Stores entries of the request log in one statement. Shared dimensions are sent once, and each entry only adds its own fields.
 * @param mayBeStored true if some entries may already be stored, after a commit whose outcome is unknown; only then does the
 * statement check for conflicts
 * @returns the entries that were not stored before
 */
export async function insertRequests(
  tx: Tx,
  entries: RequestEntry[],
  mayBeStored: boolean,
): Promise<RequestEntry[]> {
  const numbers = new Map<RequestDimensions, number>();
  for (const { dimensions } of entries)
    if (!numbers.has(dimensions)) numbers.set(dimensions, numbers.size + 1);
  const kinds = columnArrays([...numbers.keys()], {
    workspaceId: "text",
    keyId: "text",
    endpoint: "text",
    method: "text",
    path: "text",
    status: "smallint",
    address: "text",
  });
  // An array literal in PostgreSQL's syntax: pg's own conversion inspects each of a batch's thousands of values several times.
  const list = (type: string, value: (entry: RequestEntry) => number) =>
    sql`${`{${entries.map(value).join(",")}}`}::${sql.raw(type)}[]`;
  const insert = sql`
    insert into api_requests (workspace_id, key_id, at, id, endpoint, method, path, status, duration_ms, correlation_id, address)
    select kind.workspace_id, kind.key_id, to_timestamp(entry.ms / 1000), entry.id, kind.endpoint, kind.method, kind.path,
      kind.status, entry.duration_ms, entry.correlation_id, kind.address
    from unnest(${list("int", ({ dimensions }) => numbers.get(dimensions) ?? 0)}, ${list("float8", ({ at }) => at)},
        ${list("bigint", ({ id }) => id)}, ${list("int", ({ durationMs }) => durationMs)},
        ${toArrayLiteral(entries.map(({ correlationId }) => correlationId))}::text[])
      as entry (kind, ms, id, duration_ms, correlation_id)
    join unnest(${kinds}) with ordinality
      as kind (workspace_id, key_id, endpoint, method, path, status, address, number) on kind.number = entry.kind`;
  if (!mayBeStored) {
    await tx.execute(insert);
    return entries;
  }
  const { rows } = await tx.execute<{ id: number }>(
    sql`${insert} on conflict do nothing returning id::float8 as id`,
  );
  const stored = new Set(rows.map(({ id }) => id));
  return entries.filter(({ id }) => stored.has(id));
}

/** A PostgreSQL array literal of visible-ASCII texts. JSON and PostgreSQL escape those characters in the same way. */
const toArrayLiteral = (texts: string[]): string => `{${JSON.stringify(texts).slice(1, -1)}}`;

export interface RequestCount {
  workspaceId: string;
  keyId: string;
  /** The start of a quarter of an hour. */
  start: Date;
  endpoint: string;
  statusClass: number;
  requests: number;
}

/** Adds to the counts of keys. Rows must be sorted, so that concurrent instances cannot deadlock. */
export async function addRequestCounts(tx: Tx, counts: RequestCount[]): Promise<void> {
  const values = columnArrays(counts, {
    workspaceId: "text",
    keyId: "text",
    start: "timestamptz",
    endpoint: "text",
    statusClass: "smallint",
    requests: "bigint",
  });
  await tx.execute(sql`
    insert into api_request_counts as stored (workspace_id, key_id, hour, endpoint, status_class, requests)
    select * from unnest(${values})
    on conflict (workspace_id, key_id, hour, endpoint, status_class)
      do update set requests = stored.requests + excluded.requests`);
}

export interface IpAddressUsage {
  workspaceId: string;
  keyId: string;
  address: string;
  first: Date;
  last: Date;
  requests: number;
}

/** Records the IP addresses that used keys. Rows must be sorted, as above. */
export async function addIpAddressUsage(tx: Tx, uses: IpAddressUsage[]): Promise<void> {
  const values = columnArrays(uses, {
    workspaceId: "text",
    keyId: "text",
    address: "text",
    first: "timestamptz",
    last: "timestamptz",
    requests: "bigint",
  });
  await tx.execute(sql`
    insert into api_key_addresses as stored (workspace_id, key_id, address, first_used_at, last_used_at, requests)
    select * from unnest(${values})
    on conflict (workspace_id, key_id, address) do update set
      last_used_at = greatest(stored.last_used_at, excluded.last_used_at), requests = stored.requests + excluded.requests`);
}

export interface RequestFilters {
  /** First digit of the status: 2, 4 or 5. */
  statusClass?: number;
  endpoint?: string;
  from?: string;
  before?: string;
}

export type ListedRequest = Omit<RequestDimensions, "workspaceId" | "keyId"> &
  Omit<RequestEntry, "dimensions" | "at"> & { at: string };

/** All possible first digits of a status. */
const STATUS_CLASSES = [1, 2, 3, 4, 5];

/**
 * A page of a key's request log, newest first, with one row more than `limit` if there is a next page. With a filter by
 * endpoint or status, it merges the newest rows of each matching endpoint and status class: a scan by time alone would read
 * many rows to find rare ones.
 */
export async function selectRequests(
  db: Executor,
  workspaceId: string,
  keyId: string,
  filters: RequestFilters,
  page: { after: { at: string; id: number } | null; limit: number },
): Promise<ListedRequest[]> {
  const { statusClass, endpoint, from, before } = filters;
  const ofKey = sql`workspace_id = ${workspaceId} and key_id = ${keyId}`;
  const conditions = [
    ofKey,
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(before === undefined ? [] : [sql`at < ${before}`]),
    ...(page.after ? [sql`(at, id) < (${page.after.at}, ${page.after.id})`] : []),
  ];
  const matching = sql.join(conditions, sql` and `);
  const newest = sql`order by at desc, id desc limit ${page.limit + 1}`;
  // Steps from endpoint to endpoint along the index. This includes endpoints that only another version serves.
  const nextEndpoint = (after: SQL) =>
    sql`(select endpoint from api_requests where ${ofKey} ${after} order by endpoint limit 1)`;
  const endpoints =
    endpoint === undefined
      ? sql`(with recursive used as (
            ${nextEndpoint(sql``)} union all
            select ${nextEndpoint(sql`and endpoint > used.endpoint`)} from used where used.endpoint is not null
          ) select endpoint from used where endpoint is not null)`
      : sql`(select ${endpoint}::text as endpoint)`;
  const classes = sql`unnest(${sql.param(statusClass === undefined ? STATUS_CLASSES : [statusClass])}::int[])`;
  const found =
    endpoint === undefined && statusClass === undefined
      ? sql`(select * from api_requests where ${matching} ${newest})`
      : sql`(select found.* from ${endpoints} endpoints cross join ${classes} as classes(class) cross join lateral (
          select * from api_requests where ${matching} and endpoint = endpoints.endpoint and (status / 100) = classes.class ${newest}
        ) found ${newest})`;
  const { rows } = await db.execute<ListedRequest & Record<string, unknown>>(sql`
    select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, id::float8 as id, endpoint, method, path,
      status, duration_ms as "durationMs", correlation_id as "correlationId", address
    from ${found} page order by page.at desc, page.id desc`);
  return rows;
}

/**
 * A key's requests per hour and status class since the first of some days. Hours are counted from the start of each day.
 * @param dayStarts in order
 */
export async function selectHourlyCounts(
  db: Executor,
  workspaceId: string,
  keyId: string,
  dayStarts: Date[],
): Promise<{ hour: string; statusClass: number; requests: number }[]> {
  const starts = sql`${sql.param(dayStarts.map((start) => start.toISOString()))}::timestamptz[]`;
  const { rows } = await db.execute<{ hour: string; statusClass: number; requests: number }>(sql`
    with days as materialized (select ${starts} as starts), quarters as (
      select hour, status_class, sum(requests) as requests from api_request_counts
      where workspace_id = ${workspaceId} and key_id = ${keyId}
        and hour >= (select starts[1] from days)
      group by hour, status_class
    ), hours as (
      select date_bin('1 hour', hour, starts[width_bucket(hour, starts)]) as start, status_class,
        sum(requests)::float8 as requests
      from quarters cross join days group by 1, 2
    )
    select to_char(start at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour, status_class as "statusClass", requests
    from hours order by start, status_class`);
  return rows;
}

/** When a key last used each endpoint successfully, to the hour. */
export async function selectEndpointUsage(
  db: Executor,
  workspaceId: string,
  keyId: string,
): Promise<{ endpoint: string; lastHour: string }[]> {
  const { rows } = await db.execute<{ endpoint: string; lastHour: string }>(sql`
    select endpoint, to_char(max(hour) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastHour"
    from api_request_counts where workspace_id = ${workspaceId} and key_id = ${keyId} and status_class < 4 group by 1`);
  return rows;
}

/** How much one or more keys were used in a period. */
export interface UsageCounts {
  requests: number;
  /** Requests with a status below 400. */
  successes: number;
  addresses: number;
}

/**
 * How much keys were used recently, in total and for each key of the workspace: shows what a deletion would break. Requests
 * are counted by the hour, so all numbers start at the beginning of the hour of `since`.
 */
export async function selectRecentUsage(
  db: Executor,
  workspaceId: string,
  keyIds: string[],
  since: Date,
): Promise<UsageCounts & { keys: (UsageCounts & { id: string })[] }> {
  const ids = sql`${sql.param(keyIds)}::text[]`;
  const begin = sql`date_trunc('hour', ${since.toISOString()}::timestamptz, 'UTC')`;
  type Row = UsageCounts & { id: string | null; exists: boolean };
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    with counted as (
      select key_id, sum(requests) as requests, coalesce(sum(requests) filter (where status_class < 4), 0) as successes
      from api_request_counts where workspace_id = ${workspaceId} and key_id = any(${ids}) and hour >= ${begin} group by 1
    ), used_from as (
      select key_id, count(distinct address) as addresses from api_key_addresses
      where workspace_id = ${workspaceId} and key_id = any(${ids}) and last_used_at >= ${begin}
      group by grouping sets ((key_id), ())
    )
    select requested.id, key.id is not null as exists, coalesce(counted.requests, 0)::float8 as requests,
      coalesce(counted.successes, 0)::float8 as successes, coalesce(used_from.addresses, 0)::float8 as addresses
    from (select distinct unnest(${ids}) as id) as requested
    left join api_keys as key on key.workspace_id = ${workspaceId} and key.id = requested.id
    left join counted on counted.key_id = requested.id left join used_from on used_from.key_id = requested.id
    union all
    select null, false, coalesce(sum(requests), 0)::float8, coalesce(sum(successes), 0)::float8,
      coalesce((select addresses from used_from where key_id is null), 0)::float8 from counted`);
  const use = ({ requests, successes, addresses }: UsageCounts) => ({ requests, successes, addresses });
  const all = rows.find(({ id }) => id === null) ?? { requests: 0, successes: 0, addresses: 0 };
  return {
    ...use(all),
    keys: rows.flatMap((row) => (row.id !== null && row.exists ? [{ id: row.id, ...use(row) }] : [])),
  };
}

/** The IP addresses that used a key last, and how many there are in total. */
export async function selectIpAddresses(
  db: Executor,
  workspaceId: string,
  keyId: string,
  limit: number,
): Promise<{ addresses: { address: string; lastUsedAt: string; requests: number }[]; total: number }> {
  type Row = { address: string; lastUsedAt: string; requests: number; total: number };
  const { rows } = await db.execute<Row>(sql`
    select address, to_char(last_used_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastUsedAt",
      requests::float8 as requests, (count(*) over ())::float8 as total
    from api_key_addresses where workspace_id = ${workspaceId} and key_id = ${keyId}
    order by last_used_at desc limit ${limit}`);
  return { addresses: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
