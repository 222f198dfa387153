import type { QueryResultRow } from "pg";
import { MAX_POOL_QUEUE, pool } from "./client";
import { isUnavailable, OverloadedError } from "./errors";

// Batches concurrent requests for the same prepared statement into one round trip. Like DataLoader
// (https://github.com/graphql/dataloader) with its cache off, but with what the hot paths of the API need:
// - At most `maxInFlight` batches run at once, so batches grow with the load. Per request, PostgreSQL's CPU time fell from
//   40 to 15 µs for a handoff and from 32 to 8 µs for an unknown key. Writes in a batch share one flush of the disk.
// - A batch has a maximum weight, so that its responses stay small even if each request reads many conversations.
// - A stalled batch does not block the next one, and a request that waits too long is rejected.
// - When a batch fails because of one request's values, each of its requests runs again alone.
// - The planner cannot count a batch's values (see `batchSql`), so the plan is cached: planning took 300 µs per batch.

/** A statement that many concurrent requests run. */
export type BatchedStatement = {
  /** Identifies the text: a name must always have the same text. */
  name: string;
  /** The types of the values, in order. */
  types: string[];
  /** Maximum number of concurrent batches, 1 by default. Higher for a statement that costs PostgreSQL more time than Node. */
  maxInFlight?: number;
  /** Milliseconds until the query times out. Default: the connection's own limit. */
  query_timeout?: number;
} & (
  | {
      /** A read for a single request, with `$1`, `$2` … for the values. */
      text: string;
    }
  | {
      /**
       * Builds the SQL from a table expression with one row per request: its values `p1`, `p2` … and its number `n`. Each
       * row of the result must have the number of its request in `request_n`.
       */
      buildSql: (requests: string) => string;
    }
);

interface PendingRequest<Row> {
  values: unknown[];
  /** The request's share of a batch, usually 1. */
  weight: number;
  enqueuedAt: number;
  resolve: (rows: Row[]) => void;
  reject: (error: unknown) => void;
}

/** Maximum total weight of the requests in a batch. */
const MAX_BATCH_WEIGHT = 64;
/** A batch that takes longer than this, in milliseconds, no longer blocks the next one. */
const STALL_MS = 100;
/** How long a request may wait in the queue, in milliseconds: as long as for a connection of the pool. */
const QUEUE_TIMEOUT_MS = 3000;

/**
 * Runs one statement for all requests that arrive in the same turn of the event loop or while batches are in flight. Under
 * load, dozens of requests share a round trip and an executor start. A single request waits only for the end of its turn.
 * There is no cache: the statement of each request starts after the request.
 */
class QueryBatcher<Row extends QueryResultRow> {
  readonly #statement: { name: string; text: string; query_timeout?: number };
  readonly #columnCount: number;
  readonly #maxInFlight: number;
  #queue: PendingRequest<Row>[] = [];
  #inFlight = 0;
  #lastFlushAt = 0;
  #flushScheduled = false;
  #stallTimer: NodeJS.Timeout | undefined;

  constructor(statement: BatchedStatement) {
    const { name, types, query_timeout, maxInFlight = 1 } = statement;
    this.#columnCount = types.length;
    this.#maxInFlight = maxInFlight;
    this.#statement = {
      // A different name than for the unbatched text: in pg, a prepared statement's name must always have the same text.
      name: `~${name}`,
      text: batchSql(statement),
      ...(query_timeout === undefined ? {} : { query_timeout }),
    };
  }

  enqueue(values: unknown[], weight: number): Promise<Row[]> {
    if (this.#queue.length > MAX_POOL_QUEUE) throw new OverloadedError();
    return new Promise((resolve, reject) => {
      this.#queue.push({ values, weight, enqueuedAt: performance.now(), resolve, reject });
      if (this.#flushScheduled) return;
      if (this.#inFlight >= this.#maxInFlight) return this.#startStallTimer();
      this.#flushScheduled = true;
      setImmediate(() => {
        this.#flushScheduled = false;
        this.#flush();
      });
    });
  }

  /** Sends batches from the queue while fewer than `maxInFlight` are running or the last one has stalled. */
  #flush(): void {
    const now = performance.now();
    const maySend = this.#inFlight < this.#maxInFlight || now - this.#lastFlushAt > STALL_MS;
    if (maySend && this.#queue.length > 0) {
      let [count, weight] = [0, 0];
      for (const request of this.#queue) {
        weight += request.weight;
        if (count > 0 && weight > MAX_BATCH_WEIGHT) break;
        count++;
      }
      this.#lastFlushAt = now;
      this.#inFlight++;
      void this.#run(this.#queue.splice(0, count)).finally(() => {
        this.#inFlight--;
        this.#flush();
      });
      if (this.#inFlight < this.#maxInFlight) this.#flush();
    }
    this.#startStallTimer();
  }

  async #run(batch: PendingRequest<Row>[]): Promise<void> {
    try {
      const results = await this.#query(batch);
      for (const [n, { resolve }] of batch.entries()) resolve(results[n] ?? []);
    } catch (error) {
      // Values that PostgreSQL rejects must not fail the other requests of the batch.
      if (batch.length > 1 && !isUnavailable(error)) for (const request of batch) await this.#run([request]);
      else for (const { reject } of batch) reject(error);
    }
  }

  async #query(batch: PendingRequest<Row>[]): Promise<Row[][]> {
    const values = Array.from({ length: this.#columnCount }, (_, column) =>
      batch.map((request) => request.values[column]),
    );
    const { rows } = await pool().query<Row & { request_n: number }>({ ...this.#statement, values });
    const results: Row[][] = batch.map(() => []);
    for (const row of rows) results[row.request_n - 1]?.push(row);
    return results;
  }

  /** While requests are queued: rejects those that have waited too long, and flushes past a stalled batch. */
  #startStallTimer(): void {
    if (this.#stallTimer || this.#queue.length === 0) return;
    this.#stallTimer = setTimeout(() => {
      this.#stallTimer = undefined;
      const deadline = performance.now() - QUEUE_TIMEOUT_MS;
      const firstInTime = this.#queue.findIndex(({ enqueuedAt }) => enqueuedAt > deadline);
      const timedOut = this.#queue.splice(0, firstInTime === -1 ? this.#queue.length : firstInTime);
      for (const { reject } of timedOut) reject(new OverloadedError());
      this.#flush();
    }, STALL_MS);
  }
}

const batchers = new Map<string, QueryBatcher<QueryResultRow>>();

/**
 * Runs a statement in a batch with other requests for the same statement.
 * @param weight the request's share of a batch, 1 by default; a batch takes requests up to a total weight of 64
 * @returns the rows for these values, in no particular order
 * @throws OverloadedError when the queue is full, or when the request has waited for three seconds
 */
export function batchedQuery<Row extends QueryResultRow>(
  statement: BatchedStatement,
  values: unknown[],
  weight = 1,
): Promise<Row[]> {
  let batcher = batchers.get(statement.name);
  if (!batcher) {
    batcher = new QueryBatcher(statement);
    batchers.set(statement.name, batcher);
  }
  return batcher.enqueue(values, weight) as Promise<unknown> as Promise<Row[]>;
}

/**
 * The SQL for a batch: the values become columns of a table, and each row of the result has the number of its request.
 * `db/queries/batched-statements.sql` shows the result for each statement.
 */
function batchSql(statement: BatchedStatement): string {
  // The subselects hide the number of values from the planner. Otherwise a custom plan would look cheaper than the generic
  // plan, and PostgreSQL would plan every batch again.
  const arrays = statement.types.map((type, n) => `(select $${n + 1}::${type}[])`).join(", ");
  const columns = statement.types.map((_, n) => `p${n + 1}`).join(", ");
  const values = `unnest(${arrays}) with ordinality`;
  if ("buildSql" in statement)
    return statement.buildSql(`(select * from ${values} as requests(${columns}, n))`);
  return `select requests.n::int as request_n, result.* from ${values} as requests(${columns}, n)
    cross join lateral (${statement.text.replace(/\$(\d+)/g, "requests.p$1")}) result`;
}
