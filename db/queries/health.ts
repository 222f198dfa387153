import { pool } from "../client/client";
import { OverloadedError } from "../client/errors";

/** Why the database check failed: the database is unavailable, or too many requests wait for a connection. */
interface DatabaseIssue {
  kind: "unavailable" | "overloaded";
  /** The error, for the log. */
  cause: unknown;
}

/** The messages for clients. */
export const DATABASE_ISSUE_MESSAGES: Record<DatabaseIssue["kind"], string> = {
  unavailable: "The database is not reachable.",
  overloaded: "Too many requests are waiting for a database connection.",
};

/** How long a successful check is cached, in milliseconds. */
const PROBE_TTL_MS = 500;

let probe: Promise<DatabaseIssue | null> | undefined;

/**
 * Checks whether the database responds to a trivial query within two seconds. Concurrent calls share one query, and a success is
 * cached for half a second, so that frequent checks put no load on the database.
 * @returns null if it responds, else the reason
 */
export function checkDatabase(): Promise<DatabaseIssue | null> {
  probe ??= probeDatabase().then((issue) => {
    if (issue) probe = undefined;
    else setTimeout(expireProbe, PROBE_TTL_MS).unref();
    return issue;
  });
  return probe;
}

const expireProbe = () => {
  probe = undefined;
};

async function probeDatabase(): Promise<DatabaseIssue | null> {
  const timeout = new Promise<DatabaseIssue>((resolve) => {
    const cause = new Error("No response within two seconds.");
    setTimeout(() => resolve({ kind: "unavailable", cause }), 2000).unref();
  });
  // Async, because pool() throws if the queue is full.
  const result = (async () => pool().query("select 1"))().then(
    () => null,
    (cause): DatabaseIssue => ({
      kind: cause instanceof OverloadedError ? "overloaded" : "unavailable",
      cause,
    }),
  );
  return Promise.race([result, timeout]);
}
