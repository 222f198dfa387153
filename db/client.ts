import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Client, Pool, type PoolConfig } from "pg";
import * as schema from "./schema/index";

type Orm = NodePgDatabase<typeof schema>;

/** An open transaction. Every write takes one, so that a change and its audit entry are one fact. */
export type Tx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

/** What a read needs: a transaction or the pool. */
export type Executor = Pick<Tx, "select" | "insert" | "update" | "delete" | "execute" | "query">;

interface Database {
  config: PoolConfig;
  pool: Pool;
  orm: Orm;
}

// Next bundles pages and route handlers into module instances of their own; the pool must be one for the process.
const slot = globalThis as typeof globalThis & { [key: symbol]: Database | undefined };
const SLOT = Symbol.for("agent-studio.database");

/**
 * Opens the process's pool. Called once by whatever starts the process: server, command line, test worker.
 * @param onIdleError told of errors on idle connections (a server restart, say); the pool replaces them by itself
 */
export function openDatabase(config: PoolConfig, onIdleError: (error: Error) => void): void {
  if (slot[SLOT]) throw new Error("The database is open already.");
  const named = { application_name: "agent-studio", ...config };
  const pool = new Pool(named);
  pool.on("error", onIdleError);
  slot[SLOT] = { config: named, pool, orm: drizzle(pool, { schema }) };
}

/** Closes the pool once its queries have ended. */
export async function closeDatabase(): Promise<void> {
  const open = slot[SLOT];
  slot[SLOT] = undefined;
  await open?.pool.end();
}

function database(): Database {
  const open = slot[SLOT];
  if (!open) throw new Error("The database is not open: openDatabase() comes first.");
  return open;
}

/** The pool as a reader: one statement, its own snapshot. */
export const reader = (): Orm => database().orm;

/** The bare pool, for the prepared statements of the hot paths and for LISTEN. */
export const pool = (): Pool => database().pool;

/** A connection beside the pool, for what must go through when the pool has none left. Not connected yet. */
export const connectionBeside = (): Client =>
  new Client({ ...database().config, connectionTimeoutMillis: 5000 });

/** Runs `work` in one transaction: all of it happens, or none. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().orm.transaction(work);
}
