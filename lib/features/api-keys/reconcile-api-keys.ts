import { db } from "@/db/client/client";
import { selectApiKeysById } from "@/db/queries/api-keys";
import { selectMissingEntries } from "@/db/queries/audit-entries";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { ExportedEntry } from "@/lib/features/audit/contract";
import { deleteApiKeys } from "./delete-api-keys";

const BATCH_SIZE = 500;

export interface Reconciliation {
  /** How many acts the export tells of, and how many of them this database knows too. */
  acts: number;
  known: number;
  /** Keys that the export tells were deleted, and that are here: a restored backup has brought them back. */
  revived: { id: string; name: string; deletedAt: string }[];
  /** Everything else that the export tells of and this database does not know: to be done again by hand, or not. */
  lost: ExportedEntry[];
}

/**
 * Compares an export of the workspace's audit with a database that was restored from an older backup. With `remove`, the
 * keys that came back are deleted again, each with its audit entry.
 * @param acts in any order
 */
export async function reconcileApiKeys(
  actor: Actor,
  acts: AsyncIterable<ExportedEntry>,
  { remove }: { remove: boolean },
): Promise<Reconciliation> {
  requireAccess(actor, "api_keys", remove ? "edit" : "read");
  const found: Reconciliation = { acts: 0, known: 0, revived: [], lost: [] };
  let batch: ExportedEntry[] = [];
  for await (const act of acts) {
    if (batch.push(act) < BATCH_SIZE) continue;
    await compareBatch(actor.workspaceId, batch, found);
    batch = [];
  }
  await compareBatch(actor.workspaceId, batch, found);
  for (let at = 0; remove && at < found.revived.length; at += BATCH_SIZE) {
    await deleteApiKeys(actor, { ids: found.revived.slice(at, at + BATCH_SIZE).map(({ id }) => id) });
  }
  return found;
}

async function compareBatch(
  workspaceId: string,
  acts: ExportedEntry[],
  found: Reconciliation,
): Promise<void> {
  const places = new Set(await selectMissingEntries(db(), workspaceId, acts));
  const unknown = acts.filter((_, place) => places.has(place));
  found.acts += acts.length;
  found.known += acts.length - unknown.length;
  const deletions = unknown.filter(({ action }) => action === "api_key.deleted");
  // An id is never given twice: a key that the export says is gone, and that is here, has come back.
  const ids = deletions.map(({ targetId }) => targetId);
  const here = ids.length === 0 ? [] : await selectApiKeysById(db(), workspaceId, ids);
  for (const { id, name } of here) {
    const deletedAt = deletions.find(({ targetId }) => targetId === id)?.at ?? "";
    if (!found.revived.some((key) => key.id === id)) found.revived.push({ id, name, deletedAt });
  }
  found.lost.push(...unknown.filter(({ action }) => action !== "api_key.deleted"));
}
