import type { QueryResultRow } from "pg";
import { LONGEST_QUEUE, pool } from "./client";
import { isUnavailable, Overloaded } from "./errors";

/** A statement that many requests run at the same time. */
export type SharedStatement = {
  /** Names the text: the same name is the same text. */
  name: string;
  /** The values' types, in their order. */
  types: string[];
  /** Batches under way at once, 1 without it: more for a statement that keeps PostgreSQL busy for longer than us. */
  atOnce?: number;
  /** Milliseconds until it is given up; the connection's own limit without one. */
  query_timeout?: number;
} & (
  | {
      /** A read, with `$1`, `$2` … for the values, as for one request. */
      text: string;
    }
  | {
      /** Text made of a table of all requests' values, `p1`, `p2` …, with their number `n`; each row says its `asked_n`. */
      whole: (asked: string) => string;
    }
);

interface Request<Row> {
  values: unknown[];
  /** How much of a batch it takes up, 1 as a rule. */
  weight: number;
  since: number;
  resolve: (rows: Row[]) => void;
  reject: (error: unknown) => void;
}

/** What a batch holds at most. */
const HEAVIEST = 64;
/** A batch that takes longer in milliseconds does not keep the next from going, or one that hangs would stop all. */
const SLOW_MS = 100;
/** As long as for a connection of the pool. */
const PATIENCE_MS = 3000;

/**
 * Runs one statement for all who ask for it at the same moment: what arrives while the event loop turns once, or while
 * batches are under way, goes as one round trip. Under load a round trip, a plan's start and, for a write, a flush of the
 * disk are shared by dozens; who comes alone waits for nobody. Nothing is remembered: each request's statement begins
 * after the request.
 */
class Batches<Row extends QueryResultRow> {
  readonly #statement: { name: string; text: string; query_timeout?: number };
  readonly #width: number;
  readonly #atOnce: number;
  #waiting: Request<Row>[] = [];
  #underWay = 0;
  #lastSent = 0;
  #called = false;
  #watching: NodeJS.Timeout | undefined;

  constructor(statement: SharedStatement) {
    const { name, types, query_timeout, atOnce = 1 } = statement;
    this.#width = types.length;
    this.#atOnce = atOnce;
    this.#statement = {
      // Another text than when it is asked alone, so another name: pg holds a name to its text.
      name: `~${name}`,
      text: forMany(statement),
      ...(query_timeout === undefined ? {} : { query_timeout }),
    };
  }

  ask(values: unknown[], weight: number): Promise<Row[]> {
    if (this.#waiting.length > LONGEST_QUEUE) throw new Overloaded();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ values, weight, since: performance.now(), resolve, reject });
      if (this.#called) return;
      if (this.#underWay >= this.#atOnce) return this.#watch();
      this.#called = true;
      setImmediate(() => {
        this.#called = false;
        this.#send();
      });
    });
  }

  /** Sends what waits, as far as one batch takes it, unless enough is under way. */
  #send(): void {
    const now = performance.now();
    const maySend = this.#underWay < this.#atOnce || now - this.#lastSent > SLOW_MS;
    if (maySend && this.#waiting.length > 0) {
      let [taken, weight] = [0, 0];
      for (const request of this.#waiting) {
        weight += request.weight;
        if (taken > 0 && weight > HEAVIEST) break;
        taken++;
      }
      this.#lastSent = now;
      this.#underWay++;
      void this.#run(this.#waiting.splice(0, taken)).finally(() => {
        this.#underWay--;
        this.#send();
      });
      if (this.#underWay < this.#atOnce) this.#send();
    }
    this.#watch();
  }

  async #run(batch: Request<Row>[]): Promise<void> {
    try {
      const answers = await this.#query(batch);
      for (const [n, { resolve }] of batch.entries()) resolve(answers[n] ?? []);
    } catch (error) {
      // One that PostgreSQL cannot make anything of must not fail its neighbours.
      if (batch.length > 1 && !isUnavailable(error)) for (const request of batch) await this.#run([request]);
      else for (const { reject } of batch) reject(error);
    }
  }

  async #query(batch: Request<Row>[]): Promise<Row[][]> {
    const values = Array.from({ length: this.#width }, (_, column) =>
      batch.map((request) => request.values[column]),
    );
    const { rows } = await pool().query<Row & { asked_n: number }>({ ...this.#statement, values });
    const answers: Row[][] = batch.map(() => []);
    for (const row of rows) answers[row.asked_n - 1]?.push(row);
    return answers;
  }

  /** While somebody waits: tells whoever has waited too long, and sends past a batch that is slow. */
  #watch(): void {
    if (this.#watching || this.#waiting.length === 0) return;
    this.#watching = setTimeout(() => {
      this.#watching = undefined;
      const overdue = performance.now() - PATIENCE_MS;
      const waiting = this.#waiting.findIndex(({ since }) => since > overdue);
      const given = this.#waiting.splice(0, waiting === -1 ? this.#waiting.length : waiting);
      for (const { reject } of given) reject(new Overloaded());
      this.#send();
    }, SLOW_MS);
  }
}

const batches = new Map<string, Batches<QueryResultRow>>();

/**
 * Runs a statement together with whoever runs it at the same time, each with values of their own.
 * @param weight how much of a batch this takes up, beside the usual 1
 * @returns this request's rows, in no order
 * @throws Overloaded when too many wait already, or have waited too long
 */
export function askTogether<Row extends QueryResultRow>(
  statement: SharedStatement,
  values: unknown[],
  weight = 1,
): Promise<Row[]> {
  let known = batches.get(statement.name);
  if (!known) {
    known = new Batches(statement);
    batches.set(statement.name, known);
  }
  return known.ask(values, weight) as Promise<unknown> as Promise<Row[]>;
}

/** The text for many: values become columns of a table, and each row of an answer says whose it is. */
function forMany(statement: SharedStatement): string {
  // Behind a select the planner cannot count them: a plan for these values would look cheaper than one for any, and every
  // batch would be planned anew.
  const arrays = statement.types.map((type, n) => `(select $${n + 1}::${type}[])`).join(", ");
  const columns = statement.types.map((_, n) => `p${n + 1}`).join(", ");
  const values = `unnest(${arrays}) with ordinality`;
  if ("whole" in statement) return statement.whole(`(select * from ${values} as asked(${columns}, n))`);
  return `select asked.n::int as asked_n, answer.* from ${values} as asked(${columns}, n)
    cross join lateral (${statement.text.replace(/\$(\d+)/g, "asked.p$1")}) answer`;
}
