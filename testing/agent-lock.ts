import { expect } from "vitest";
import { pool, transaction } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";

/**
 * Delays a change of an agent, as a slow database would.
 * @param change called while the agent is locked, so it waits for the lock
 * @param whileWaiting called once the change waits; the lock is released after it
 * @returns when the change has completed
 */
export async function withAgentLocked(
  { workspaceId, id }: { workspaceId: string; id: string },
  change: () => Promise<unknown>,
  whileWaiting: () => Promise<void>,
): Promise<void> {
  const { changed } = await transaction(async (tx) => {
    await selectAgent(tx, workspaceId, id, { lock: true });
    const changed = change();
    await expect.poll(countLockWaiters).toBeGreaterThan(0);
    await whileWaiting();
    return { changed };
  });
  await changed;
}

/** Number of connections that wait for a lock. */
export async function countLockWaiters(): Promise<number> {
  const { rowCount } = await pool().query(
    "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  return rowCount ?? 0;
}
