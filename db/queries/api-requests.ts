import { type SQL, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";

/** What the requests of a moment have in common: most of a busy second say the same. */
export interface RequestDimensions {
  workspaceId: string;
  keyId: string;
  endpoint: string;
  method: string;
  path: string;
  status: number;
  address: string;
}

/** One request that came with a key. */
export interface RequestEntry {
  dimensions: RequestDimensions;
  /** Milliseconds since 1970. */
  at: number;
  /** Random; parts requests of the same millisecond. */
  id: number;
  durationMs: number;
  correlationId: string;
}

/** Columns of rows as arrays: one parameter a column, however many rows. */
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
 * Stores entries of the request log, in one statement: each kind is sent once, and of each entry what is its own.
 * @param perhapsStored whether some may be stored already; only then is each asked about
 * @returns those that were not stored before
 */
export async function insertRequests(
  tx: Tx,
  entries: RequestEntry[],
  perhapsStored: boolean,
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
  // As PostgreSQL writes arrays: pg's own way looks at each of a batch's thousands of values several times.
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
  if (!perhapsStored) {
    await tx.execute(insert);
    return entries;
  }
  const { rows } = await tx.execute<{ id: number }>(
    sql`${insert} on conflict do nothing returning id::float8 as id`,
  );
  const stored = new Set(rows.map(({ id }) => id));
  return entries.filter(({ id }) => stored.has(id));
}

/** Visible ASCII as PostgreSQL writes an array of it: of what JSON escapes, both escape the same. */
const toArrayLiteral = (texts: string[]): string => `{${JSON.stringify(texts).slice(1, -1)}}`;

export interface HourlyCount {
  workspaceId: string;
  keyId: string;
  hour: Date;
  endpoint: string;
  statusClass: number;
  requests: number;
}

/** Adds to the counts of keys by hour. Rows come sorted, so that instances never wait for each other in a circle. */
export async function addRequestCounts(tx: Tx, counts: HourlyCount[]): Promise<void> {
  const values = columnArrays(counts, {
    workspaceId: "text",
    keyId: "text",
    hour: "timestamptz",
    endpoint: "text",
    statusClass: "smallint",
    requests: "bigint",
  });
  await tx.execute(sql`
    insert into api_request_counts as known (workspace_id, key_id, hour, endpoint, status_class, requests)
    select * from unnest(${values})
    on conflict (workspace_id, key_id, hour, endpoint, status_class)
      do update set requests = known.requests + excluded.requests`);
}

export interface IpAddressUsage {
  workspaceId: string;
  keyId: string;
  address: string;
  first: Date;
  last: Date;
  requests: number;
}

/** Notes from where keys were used. Rows come sorted, as above. */
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
    insert into api_key_addresses as known (workspace_id, key_id, address, first_used_at, last_used_at, requests)
    select * from unnest(${values})
    on conflict (workspace_id, key_id, address) do update set
      last_used_at = greatest(known.last_used_at, excluded.last_used_at), requests = known.requests + excluded.requests`);
}

export interface RequestFilters {
  /** 2, 4 or 5: the class. */
  statusClass?: number;
  endpoint?: string;
  from?: string;
  before?: string;
}

export type ListedRequest = Omit<RequestDimensions, "workspaceId" | "keyId"> &
  Omit<RequestEntry, "dimensions" | "at"> & { at: string };

/** Every class that a status can have. */
const STATUS_CLASSES = [1, 2, 3, 4, 5];

/**
 * A page of a key's log, newest first; asks for one row more than `limit` to know of a next. Filtered by endpoint or
 * status it is merged from the newest of each endpoint and class that pass, because what is rare may lie deep.
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
  const own = sql.join(conditions, sql` and `);
  const newest = sql`order by at desc, id desc limit ${page.limit + 1}`;
  // From endpoint to endpoint along the index, those that only another version knows included.
  const next = (beyond: SQL) =>
    sql`(select endpoint from api_requests where ${ofKey} ${beyond} order by endpoint limit 1)`;
  const asked =
    endpoint === undefined
      ? sql`(with recursive called as (
            ${next(sql``)} union all
            select ${next(sql`and endpoint > called.endpoint`)} from called where called.endpoint is not null
          ) select endpoint from called where endpoint is not null)`
      : sql`(select ${endpoint}::text as endpoint)`;
  const answered = sql`unnest(${sql.param(statusClass === undefined ? STATUS_CLASSES : [statusClass])}::int[])`;
  const found =
    endpoint === undefined && statusClass === undefined
      ? sql`(select * from api_requests where ${own} ${newest})`
      : sql`(select found.* from ${asked} asked cross join ${answered} as answered(class) cross join lateral (
          select * from api_requests where ${own} and endpoint = asked.endpoint and (status / 100) = answered.class ${newest}
        ) found ${newest})`;
  const { rows } = await db.execute<ListedRequest & Record<string, unknown>>(sql`
    select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, id::float8 as id, endpoint, method, path,
      status, duration_ms as "durationMs", correlation_id as "correlationId", address
    from ${found} page order by page.at desc, page.id desc`);
  return rows;
}

/** A key's requests by hour since an instant. */
export async function selectHourlyCounts(
  db: Executor,
  workspaceId: string,
  keyId: string,
  since: Date,
): Promise<{ hour: string; statusClass: number; requests: number }[]> {
  const { rows } = await db.execute<{ hour: string; statusClass: number; requests: number }>(sql`
    select to_char(hours.hour at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour,
      status_class as "statusClass", requests
    from (select hour, status_class, sum(requests)::float8 as requests from api_request_counts
      where workspace_id = ${workspaceId} and key_id = ${keyId} and hour >= ${since.toISOString()}
      group by hour, status_class) as hours
    order by hours.hour, status_class`);
  return rows;
}

/** When a key last used each endpoint with success, to the hour. */
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

/** How much a key was used in some time. */
export interface UsageCounts {
  requests: number;
  /** Those of them that were answered below 400. */
  successes: number;
  addresses: number;
}

/**
 * How much some keys were used lately, together and each that the workspace has: whom it would break to delete them.
 * Requests are counted by the hour, so all numbers begin with the hour of `since`: no request is without its address.
 */
export async function selectRecentUsage(
  db: Executor,
  workspaceId: string,
  keyIds: string[],
  since: Date,
): Promise<UsageCounts & { keys: (UsageCounts & { id: string })[] }> {
  const ids = sql`${sql.param(keyIds)}::text[]`;
  const begin = sql`date_trunc('hour', ${since.toISOString()}::timestamptz, 'UTC')`;
  type Row = UsageCounts & { id: string | null; there: boolean };
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    with counted as (
      select key_id, sum(requests) as requests, coalesce(sum(requests) filter (where status_class < 4), 0) as successes
      from api_request_counts where workspace_id = ${workspaceId} and key_id = any(${ids}) and hour >= ${begin} group by 1
    ), used_from as (
      select key_id, count(distinct address) as addresses from api_key_addresses
      where workspace_id = ${workspaceId} and key_id = any(${ids}) and last_used_at >= ${begin}
      group by grouping sets ((key_id), ())
    )
    select asked.id, key.id is not null as there, coalesce(counted.requests, 0)::float8 as requests,
      coalesce(counted.successes, 0)::float8 as successes, coalesce(used_from.addresses, 0)::float8 as addresses
    from (select distinct unnest(${ids}) as id) as asked
    left join api_keys as key on key.workspace_id = ${workspaceId} and key.id = asked.id
    left join counted on counted.key_id = asked.id left join used_from on used_from.key_id = asked.id
    union all
    select null, false, coalesce(sum(requests), 0)::float8, coalesce(sum(successes), 0)::float8,
      coalesce((select addresses from used_from where key_id is null), 0)::float8 from counted`);
  const use = ({ requests, successes, addresses }: UsageCounts) => ({ requests, successes, addresses });
  const all = rows.find(({ id }) => id === null) ?? { requests: 0, successes: 0, addresses: 0 };
  return {
    ...use(all),
    keys: rows.flatMap((row) => (row.id !== null && row.there ? [{ id: row.id, ...use(row) }] : [])),
  };
}

/** From where a key is used: the latest, and how many there are in all. */
export async function selectIpAddresses(
  db: Executor,
  workspaceId: string,
  keyId: string,
  limit: number,
): Promise<{ addresses: { address: string; lastUsedAt: string; requests: number }[]; total: number }> {
  type Row = { address: string; lastUsedAt: string; requests: number; inAll: number };
  const { rows } = await db.execute<Row>(sql`
    select address, to_char(last_used_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastUsedAt",
      requests::float8 as requests, (count(*) over ())::float8 as "inAll"
    from api_key_addresses where workspace_id = ${workspaceId} and key_id = ${keyId}
    order by last_used_at desc limit ${limit}`);
  return { addresses: rows.map(({ inAll: _, ...row }) => row), total: rows[0]?.inAll ?? 0 };
}
