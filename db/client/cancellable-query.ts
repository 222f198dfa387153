import type { PoolClient, QueryConfig, QueryResultRow } from "pg";
import { dedicatedClient, pool } from "./client";
import { isUnavailable } from "./errors";

interface Options {
  /** Milliseconds until PostgreSQL cancels the statement; the connection's own limit when left out. */
  timeout?: number;
  /** Further settings of PostgreSQL for this statement. */
  settings?: Record<string, string>;
}

/**
 * Runs a statement that may take long and cancels it in the database when the signal comes first.
 * @throws the signal's reason when it came first
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
  let cancelling: Promise<void> | undefined;
  let stuck = false;
  const cancel = () => {
    cancelling = cancelStatement(client);
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
    // A transaction that is still open is not for the next to run in, either.
    stuck = local.length > 0 || isUnavailable(error);
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    await cancelling;
    // A cancellation that comes late would hit whatever the connection did next; one that hangs is not for the next to
    // hang on.
    client.release(cancelling !== undefined || stuck);
  }
}

/** When many hang up at once the pool has no connection left to say so over. */
async function cancelStatement(client: PoolClient): Promise<void> {
  // pg knows the backend's process id; its types leave it out.
  const { processID } = client as PoolClient & { processID: number };
  const messenger = dedicatedClient();
  messenger.on("error", () => {
    // The statement then runs to its end, for nobody.
  });
  try {
    await messenger.connect();
    await messenger.query("select pg_cancel_backend($1)", [processID]);
  } catch {
    // As above.
  } finally {
    await messenger.end().catch(() => {});
  }
}
