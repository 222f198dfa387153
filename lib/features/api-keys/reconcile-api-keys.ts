import { db } from "@/db/client/client";
import { selectApiKeysById } from "@/db/queries/api-keys";
import { selectMissingEntries } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { ExportedEntry } from "@/lib/features/audit/contract";
import { deleteApiKeys } from "./delete-api-keys";

const BATCH_SIZE = 500;

export interface Reconciliation {
  /** Entries in the export, and how many of them this database has. */
  acts: number;
  known: number;
  /** Keys that the export lists as deleted but that exist: the restored backup brought them back. */
  revived: { id: string; name: string; deletedAt: string }[];
  /** All other entries that this database lacks. The operator decides which of them to repeat. */
  lost: ExportedEntry[];
}

/**
 * Compares an export of the workspace's audit log with a database that was restored from an older backup. With `remove`,
 * deletes the revived keys again, each with its audit entry.
 * @param entries in any order
 */
export async function reconcileApiKeys(
  actor: Actor,
  entries: AsyncIterable<ExportedEntry>,
  { remove }: { remove: boolean },
): Promise<Reconciliation> {
  requireAccess(actor, "api_keys", remove ? "edit" : "read");
  const found: Reconciliation = { acts: 0, known: 0, revived: [], lost: [] };
  const revivedIds = new Set<string>();
  let batch: ExportedEntry[] = [];
  for await (const entry of entries) {
    if (batch.push(entry) < BATCH_SIZE) continue;
    await compareBatch(actor.workspaceId, batch, found, revivedIds);
    batch = [];
  }
  await compareBatch(actor.workspaceId, batch, found, revivedIds);
  for (let at = 0; remove && at < found.revived.length; at += BATCH_SIZE) {
    await deleteApiKeys(actor, { ids: found.revived.slice(at, at + BATCH_SIZE).map(({ id }) => id) });
  }
  return found;
}

async function compareBatch(
  workspaceId: string,
  entries: ExportedEntry[],
  found: Reconciliation,
  revivedIds: Set<string>,
): Promise<void> {
  const missingIndexes = new Set(await selectMissingEntries(db(), workspaceId, entries));
  const missing = entries.filter((_, index) => missingIndexes.has(index));
  found.acts += entries.length;
  found.known += entries.length - missing.length;
  const deletions = missing.filter(({ action }) => action === "api_key.deleted");
  // IDs are never reused, so a key that the export lists as deleted and that exists came back with the backup.
  const ids = deletions.map(({ targetId }) => targetId);
  const existing = ids.length === 0 ? [] : await selectApiKeysById(db(), workspaceId, ids);
  for (const { id, name } of existing) {
    const deletedAt = deletions.find(({ targetId }) => targetId === id)?.at ?? "";
    if (revivedIds.has(id)) continue;
    revivedIds.add(id);
    found.revived.push({ id, name, deletedAt });
  }
  for (const entry of missing) if (entry.action !== "api_key.deleted") found.lost.push(entry);
}
