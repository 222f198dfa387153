import type { PoolClient, QueryConfig, QueryResultRow } from "pg";
import { dedicatedClient, pool } from "./client";
import { isUnavailable } from "./errors";

interface Options {
  /** Milliseconds until PostgreSQL cancels the statement. Default: the connection's own limit. */
  timeout?: number;
  /** Other PostgreSQL settings for this statement. */
  settings?: Record<string, string>;
}

/**
 * Runs a statement that may take long, and cancels it in the database if the signal aborts first.
 * @throws the signal's reason if it aborted first
 */
export async function queryWithSignal<T extends QueryResultRow>(
  signal: AbortSignal,
  query: QueryConfig,
  { timeout, settings }: Options = {},
): Promise<T[]> {
  const local = Object.entries({
    ...(timeout === undefined ? {} : { statement_timeout: `${timeout}ms` }),
    ...settings,
  });
  const begin = `begin read only; ${local.map(([name, value]) => `set local ${name} = '${value}'`).join("; ")}`;
  const client = await pool().connect();
  let cancellation: Promise<void> | undefined;
  let broken = false;
  const cancel = () => {
    cancellation = cancelStatement(client);
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    signal.throwIfAborted();
    if (local.length === 0) return (await client.query<T>(query)).rows;
    await client.query(begin);
    const { rows } = await client.query<T>(query);
    await client.query("commit");
    return rows;
  } catch (error) {
    // A connection with an open transaction must not be reused either.
    broken = local.length > 0 || isUnavailable(error);
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    await cancellation;
    // Close the connection instead of reusing it: a late cancellation would hit its next statement.
    client.release(cancellation !== undefined || broken);
  }
}

/** Cancels over a connection of its own: when many clients disconnect at once, the pool has none to spare. */
async function cancelStatement(client: PoolClient): Promise<void> {
  // pg sets the backend's process ID, but its types do not declare it.
  const { processID } = client as PoolClient & { processID: number };
  const canceler = dedicatedClient();
  canceler.on("error", () => {
    // The statement then runs to its end, and its result is discarded.
  });
  try {
    await canceler.connect();
    await canceler.query("select pg_cancel_backend($1)", [processID]);
  } catch {
    // Same as above.
  } finally {
    await canceler.end().catch(() => {});
  }
}
