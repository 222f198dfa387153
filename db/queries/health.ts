import { pool } from "../client";
import { Overloaded } from "../errors";

/** What keeps the database from answering: it is away, or too many wait for a connection to it. */
interface Trouble {
  kind: "away" | "busy";
  /** What failed, for the log. */
  cause: unknown;
}

/** How long a good answer is good for, in milliseconds. */
const GOOD_FOR_MS = 500;

let probe: Promise<Trouble | null> | undefined;

/**
 * Whether the database answers a trivial query within two seconds, or why not. Whoever asks while somebody else does, or
 * within half a second of a good answer, gets the same: asking often costs the database nothing.
 */
export function databaseTrouble(): Promise<Trouble | null> {
  probe ??= ask().then((trouble) => {
    if (trouble) probe = undefined;
    else setTimeout(forget, GOOD_FOR_MS).unref();
    return trouble;
  });
  return probe;
}

const forget = () => {
  probe = undefined;
};

async function ask(): Promise<Trouble | null> {
  const tooLong = new Promise<Trouble>((resolve) => {
    const cause = new Error("No response within two seconds.");
    setTimeout(() => resolve({ kind: "away", cause }), 2000).unref();
  });
  // A queue that is too long is an answer too.
  const asked = (async () => pool().query("select 1"))().then(
    () => null,
    (cause): Trouble => ({ kind: cause instanceof Overloaded ? "busy" : "away", cause }),
  );
  return Promise.race([asked, tooLong]);
}
