import { pool } from "../client";

/** Whether the database answers a trivial query within two seconds. */
export async function databaseAnswers(): Promise<boolean> {
  const tooLong = new Promise<false>((resolve) => setTimeout(() => resolve(false), 2000).unref());
  // A queue that is too long is an answer too.
  const asked = (async () => pool().query("select 1"))().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, tooLong]);
}
