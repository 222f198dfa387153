import type { QueryResultRow } from "pg";
import { MAX_POOL_QUEUE, pool } from "./client";
import { isUnavailable, OverloadedError } from "./errors";

/** A statement that many requests run at the same time. */
export type BatchedStatement = {
  /** Names the text: the same name is the same text. */
  name: string;
  /** The values' types, in their order. */
  types: string[];
  /** Batches under way at once, 1 without it: more for a statement that keeps PostgreSQL busy for longer than us. */
  maxInFlight?: number;
  /** Milliseconds until it is given up; the connection's own limit without one. */
  query_timeout?: number;
} & (
  | {
      /** A read, with `$1`, `$2` … for the values, as for one request. */
      text: string;
    }
  | {
      /** Text made of a table of all requests' values, `p1`, `p2` …, with their number `n`; each row says its `asked_n`. */
      buildSql: (asked: string) => string;
    }
);

interface PendingRequest<Row> {
  values: unknown[];
  /** How much of a batch it takes up, 1 as a rule. */
  weight: number;
  enqueuedAt: number;
  resolve: (rows: Row[]) => void;
  reject: (error: unknown) => void;
}

/** What a batch holds at most. */
const MAX_BATCH_WEIGHT = 64;
/** A batch that takes longer in milliseconds does not keep the next from going, or one that hangs would stop all. */
const STALL_MS = 100;
/** As long as for a connection of the pool. */
const QUEUE_TIMEOUT_MS = 3000;

/**
 * Runs one statement for all who ask for it at the same moment: what arrives while the event loop turns once, or while
 * batches are under way, goes as one round trip. Under load a round trip, a plan's start and, for a write, a flush of the
 * disk are shared by dozens; who comes alone waits for nobody. Nothing is remembered: each request's statement begins
 * after the request.
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
      // Another text than when it is asked alone, so another name: pg holds a name to its text.
      name: `~${name}`,
      text: buildBatchSql(statement),
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

  /** Sends what waits, as far as one batch takes it, unless enough is under way. */
  #flush(): void {
    const now = performance.now();
    const maySend = this.#inFlight < this.#maxInFlight || now - this.#lastFlushAt > STALL_MS;
    if (maySend && this.#queue.length > 0) {
      let [taken, weight] = [0, 0];
      for (const request of this.#queue) {
        weight += request.weight;
        if (taken > 0 && weight > MAX_BATCH_WEIGHT) break;
        taken++;
      }
      this.#lastFlushAt = now;
      this.#inFlight++;
      void this.#run(this.#queue.splice(0, taken)).finally(() => {
        this.#inFlight--;
        this.#flush();
      });
      if (this.#inFlight < this.#maxInFlight) this.#flush();
    }
    this.#startStallTimer();
  }

  async #run(batch: PendingRequest<Row>[]): Promise<void> {
    try {
      const answers = await this.#query(batch);
      for (const [n, { resolve }] of batch.entries()) resolve(answers[n] ?? []);
    } catch (error) {
      // One that PostgreSQL cannot make anything of must not fail its neighbours.
      if (batch.length > 1 && !isUnavailable(error)) for (const request of batch) await this.#run([request]);
      else for (const { reject } of batch) reject(error);
    }
  }

  async #query(batch: PendingRequest<Row>[]): Promise<Row[][]> {
    const values = Array.from({ length: this.#columnCount }, (_, column) =>
      batch.map((request) => request.values[column]),
    );
    const { rows } = await pool().query<Row & { asked_n: number }>({ ...this.#statement, values });
    const answers: Row[][] = batch.map(() => []);
    for (const row of rows) answers[row.asked_n - 1]?.push(row);
    return answers;
  }

  /** While somebody waits: tells whoever has waited too long, and sends past a batch that is slow. */
  #startStallTimer(): void {
    if (this.#stallTimer || this.#queue.length === 0) return;
    this.#stallTimer = setTimeout(() => {
      this.#stallTimer = undefined;
      const overdue = performance.now() - QUEUE_TIMEOUT_MS;
      const waiting = this.#queue.findIndex(({ enqueuedAt }) => enqueuedAt > overdue);
      const given = this.#queue.splice(0, waiting === -1 ? this.#queue.length : waiting);
      for (const { reject } of given) reject(new OverloadedError());
      this.#flush();
    }, STALL_MS);
  }
}

const batchers = new Map<string, QueryBatcher<QueryResultRow>>();

/**
 * Runs a statement together with whoever runs it at the same time, each with values of their own.
 * @param weight how much of a batch this takes up, beside the usual 1
 * @returns this request's rows, in no order
 * @throws Overloaded when too many wait already, or have waited too long
 */
export function batchedQuery<Row extends QueryResultRow>(
  statement: BatchedStatement,
  values: unknown[],
  weight = 1,
): Promise<Row[]> {
  let known = batchers.get(statement.name);
  if (!known) {
    known = new QueryBatcher(statement);
    batchers.set(statement.name, known);
  }
  return known.enqueue(values, weight) as Promise<unknown> as Promise<Row[]>;
}

/** The text for many: values become columns of a table, and each row of an answer says whose it is. */
function buildBatchSql(statement: BatchedStatement): string {
  // Behind a select the planner cannot count them: a plan for these values would look cheaper than one for any, and every
  // batch would be planned anew.
  const arrays = statement.types.map((type, n) => `(select $${n + 1}::${type}[])`).join(", ");
  const columns = statement.types.map((_, n) => `p${n + 1}`).join(", ");
  const values = `unnest(${arrays}) with ordinality`;
  if ("buildSql" in statement) return statement.buildSql(`(select * from ${values} as asked(${columns}, n))`);
  return `select asked.n::int as asked_n, answer.* from ${values} as asked(${columns}, n)
    cross join lateral (${statement.text.replace(/\$(\d+)/g, "asked.p$1")}) answer`;
}
