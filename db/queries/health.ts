import { pool } from "../client/client";
import { OverloadedError } from "../client/errors";

/** What keeps the database from answering: it is away, or too many wait for a connection to it. */
interface DatabaseIssue {
  kind: "away" | "busy";
  /** What failed, for the log. */
  cause: unknown;
}

/** How long a good answer is good for, in milliseconds. */
const PROBE_TTL_MS = 500;

let probe: Promise<DatabaseIssue | null> | undefined;

/**
 * Whether the database answers a trivial query within two seconds, or why not. Whoever asks while somebody else does, or
 * within half a second of a good answer, gets the same: asking often costs the database nothing.
 */
export function checkDatabase(): Promise<DatabaseIssue | null> {
  probe ??= probeDatabase().then((trouble) => {
    if (trouble) probe = undefined;
    else setTimeout(expireProbe, PROBE_TTL_MS).unref();
    return trouble;
  });
  return probe;
}

const expireProbe = () => {
  probe = undefined;
};

async function probeDatabase(): Promise<DatabaseIssue | null> {
  const tooLong = new Promise<DatabaseIssue>((resolve) => {
    const cause = new Error("No response within two seconds.");
    setTimeout(() => resolve({ kind: "away", cause }), 2000).unref();
  });
  // A queue that is too long is an answer too.
  const asked = (async () => pool().query("select 1"))().then(
    () => null,
    (cause): DatabaseIssue => ({ kind: cause instanceof OverloadedError ? "busy" : "away", cause }),
  );
  return Promise.race([asked, tooLong]);
}
