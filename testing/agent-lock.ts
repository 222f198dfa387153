import { expect } from "vitest";
import { pool, transaction } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";

/**
 * Holds back a change of an agent as a slow database does.
 * @param change is called while the agent is locked, and waits for the lock
 * @param meanwhile is called once the change waits; the lock is released after it
 * @returns when the change has ended
 */
export async function withAgentLocked(
  { workspaceId, id }: { workspaceId: string; id: string },
  change: () => Promise<unknown>,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { changed } = await transaction(async (tx) => {
    await selectAgent(tx, workspaceId, id, { lock: true });
    const changed = change();
    await expect.poll(countLockWaiters).toBeGreaterThan(0);
    await meanwhile();
    return { changed };
  });
  await changed;
}

/** Connections that wait for a lock. */
async function countLockWaiters(): Promise<number> {
  const { rowCount } = await pool().query(
    "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  return rowCount ?? 0;
}
