import type { PoolClient, QueryConfig, QueryResultRow } from "pg";
import { connectionBeside, pool } from "./client";
import { isUnavailable } from "./errors";

/**
 * Runs a statement that may take long and cancels it in the database when the signal comes first.
 * @throws the signal's reason when it came first
 */
export async function queryUntil<T extends QueryResultRow>(
  signal: AbortSignal,
  query: QueryConfig,
): Promise<T[]> {
  const client = await pool().connect();
  let cancelling: Promise<void> | undefined;
  let stuck = false;
  const cancel = () => {
    cancelling = cancelStatementOf(client);
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    signal.throwIfAborted();
    return (await client.query<T>(query)).rows;
  } catch (error) {
    stuck = isUnavailable(error);
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
async function cancelStatementOf(client: PoolClient): Promise<void> {
  // pg knows the backend's process id; its types leave it out.
  const { processID } = client as PoolClient & { processID: number };
  const messenger = connectionBeside();
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
