import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Client, Pool, type PoolConfig } from "pg";
import { isUnavailable, OverloadedError } from "./errors";
import { withSessionSettings } from "./session-settings";

type Orm = NodePgDatabase;

/** An open transaction. Every write requires one, so that a change and its audit entry commit together. */
export type Tx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

/** Runs statements: a transaction or the pool. */
export type Executor = Pick<Tx, "select" | "insert" | "update" | "delete" | "execute">;

interface Database {
  config: PoolConfig;
  pool: Pool;
  orm: Orm;
}

// Next bundles pages and route handlers into separate module instances, but the process must have one pool.
const globals = globalThis as typeof globalThis & { [key: symbol]: Database | undefined };
const DATABASE_KEY = Symbol.for("agent-studio.database");

/**
 * Opens the process's pool. The entry point of the process calls it once: server, command line or test worker.
 * @param onIdleError receives errors on idle connections, for example after a server restart; the pool replaces them
 */
export function openDatabase(config: PoolConfig, onIdleError: (error: Error) => void): void {
  if (globals[DATABASE_KEY]) throw new Error("The database is open already.");
  const sessionConfig = withSessionSettings({ application_name: "agent-studio", ...config });
  const pool = new Pool(sessionConfig);
  pool.on("error", onIdleError);
  // A connection that breaks in use rejects its statement and also emits an error, which would end the process without a listener.
  pool.on("connect", (client) => client.on("error", () => {}));
  globals[DATABASE_KEY] = { config: sessionConfig, pool, orm: drizzle(pool) };
}

/** Closes the pool after its running queries have finished. */
export async function closeDatabase(): Promise<void> {
  const database = globals[DATABASE_KEY];
  globals[DATABASE_KEY] = undefined;
  await database?.pool.end();
}

function currentDatabase(): Database {
  const database = globals[DATABASE_KEY];
  if (!database) throw new Error("The database is not open. Call openDatabase() first.");
  return database;
}

/** Maximum number of requests that wait for a connection. Further requests fail immediately. */
export const MAX_POOL_QUEUE = 500;

/** @throws OverloadedError if the queue for a connection is full */
function availableDatabase(): Database {
  const database = currentDatabase();
  if (database.pool.waitingCount > MAX_POOL_QUEUE) throw new OverloadedError();
  return database;
}

/**
 * Drizzle on the pool: each statement runs on its own, with its own snapshot.
 * @throws OverloadedError
 */
export const db = (): Orm => availableDatabase().orm;

/**
 * The pool itself, for prepared statements on hot paths and for LISTEN.
 * @throws OverloadedError
 */
export const pool = (): Pool => availableDatabase().pool;

/** Connection counts of the pool, for metrics. */
export function poolStats(): { total: number; idle: number; waiting: number } {
  const { totalCount: total, idleCount: idle, waitingCount: waiting } = currentDatabase().pool;
  return { total, idle, waiting };
}

/** A new client outside the pool, for statements that must run even when the pool is exhausted. Call `connect()` on it. */
export const dedicatedClient = (): Client =>
  new Client({ ...currentDatabase().config, connectionTimeoutMillis: 5000 });

/**
 * How long a commit may take, in milliseconds. It takes long when, for example, a synchronous standby that must confirm it is
 * unreachable.
 */
export const COMMIT_TIMEOUT_MS = 10_000;

/**
 * Runs `work` in one transaction. If the commit is not confirmed within `COMMIT_TIMEOUT_MS`, this fails as unavailable, and
 * the outcome is unknown.
 * @throws OverloadedError
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await availableDatabase().pool.connect();
  let released = false;
  const release = (broken: boolean) => {
    if (!released) client.release(broken);
    released = true;
  };
  let commitTimer: NodeJS.Timeout | undefined;
  try {
    return await drizzle(client).transaction(async (tx) => {
      const result = await work(tx);
      // Only the commit follows. Releasing the connection as broken closes it, which rejects the commit.
      commitTimer = setTimeout(() => release(true), COMMIT_TIMEOUT_MS);
      return result;
    });
  } catch (error) {
    // Close a connection that may hang instead of reusing it.
    release(isUnavailable(error));
    throw error;
  } finally {
    clearTimeout(commitTimer);
    release(false);
  }
}
