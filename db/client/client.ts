import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Client, Pool, type PoolConfig } from "pg";
import { isUnavailable, OverloadedError } from "./errors";
import { withSessionSettings } from "./session-settings";

type Orm = NodePgDatabase;

/** An open transaction. Every write takes one, so that a change and its audit entry are one fact. */
export type Tx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

/** What a read needs: a transaction or the pool. */
export type Executor = Pick<Tx, "select" | "insert" | "update" | "delete" | "execute">;

interface Database {
  config: PoolConfig;
  pool: Pool;
  orm: Orm;
}

// Next bundles pages and route handlers into module instances of their own; the pool must be one for the process.
const globals = globalThis as typeof globalThis & { [key: symbol]: Database | undefined };
const DATABASE_KEY = Symbol.for("agent-studio.database");

/**
 * Opens the process's pool. Called once by whatever starts the process: server, command line, test worker.
 * @param onIdleError told of errors on idle connections (a server restart, say); the pool replaces them by itself
 */
export function openDatabase(config: PoolConfig, onIdleError: (error: Error) => void): void {
  if (globals[DATABASE_KEY]) throw new Error("The database is open already.");
  const named = withSessionSettings({ application_name: "agent-studio", ...config });
  const pool = new Pool(named);
  pool.on("error", onIdleError);
  // One that breaks in use fails its statement; the error that it also emits would, unheard, end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  globals[DATABASE_KEY] = { config: named, pool, orm: drizzle(pool) };
}

/** Closes the pool once its queries have ended. */
export async function closeDatabase(): Promise<void> {
  const here = globals[DATABASE_KEY];
  globals[DATABASE_KEY] = undefined;
  await here?.pool.end();
}

function currentDatabase(): Database {
  const here = globals[DATABASE_KEY];
  if (!here) throw new Error("The database is not open: openDatabase() comes first.");
  return here;
}

/** Requests that may wait for a connection; whoever comes then is told at once. */
export const MAX_POOL_QUEUE = 500;

/** The database, unless too many wait for it already. */
function availableDatabase(): Database {
  const here = currentDatabase();
  if (here.pool.waitingCount > MAX_POOL_QUEUE) throw new OverloadedError();
  return here;
}

/**
 * The pool as a reader: one statement, its own snapshot.
 * @throws Overloaded
 */
export const db = (): Orm => availableDatabase().orm;

/**
 * The bare pool, for the prepared statements of the hot paths and for LISTEN.
 * @throws Overloaded
 */
export const pool = (): Pool => availableDatabase().pool;

/** How busy the pool is, for metrics. */
export function poolStats(): { total: number; idle: number; waiting: number } {
  const { totalCount: total, idleCount: idle, waitingCount: waiting } = currentDatabase().pool;
  return { total, idle, waiting };
}

/** A connection beside the pool, for what must go through when the pool has none left. Not connected yet. */
export const dedicatedClient = (): Client =>
  new Client({ ...currentDatabase().config, connectionTimeoutMillis: 5000 });

/**
 * How long a commit may wait to be confirmed, in milliseconds: by a standby, say, that must have it too and cannot be
 * reached.
 */
export const COMMIT_TIMEOUT_MS = 10_000;

/**
 * Runs `work` in one transaction: all of it happens, or none. Where the commit is not confirmed in time, this fails as
 * unavailable, and nobody knows which of the two.
 * @throws Overloaded
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await availableDatabase().pool.connect();
  let released = false;
  const release = (broken: boolean) => {
    if (!released) client.release(broken);
    released = true;
  };
  let impatient: NodeJS.Timeout | undefined;
  try {
    return await drizzle(client).transaction(async (tx) => {
      const outcome = await work(tx);
      // The commit is all that follows. A connection that is let go of as broken is cut, and whoever waits is told.
      impatient = setTimeout(() => release(true), COMMIT_TIMEOUT_MS);
      return outcome;
    });
  } catch (error) {
    // One that hangs is not for the next to hang on.
    release(isUnavailable(error));
    throw error;
  } finally {
    clearTimeout(impatient);
    release(false);
  }
}
