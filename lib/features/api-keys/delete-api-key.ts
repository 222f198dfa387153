import { transaction } from "@/db/client/client";
import { deleteApiKeyRows } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { DeleteApiKeyInput } from "./contract";
import { keyDeletedEntry } from "./key-deleted-entry";
import { keyNotFound } from "./key-not-found";

/**
 * Ends a key. Once this returns, no request that begins later is served under it, on any instance: every request
 * looks its key up, and the row is gone.
 * @throws AppError NOT_FOUND
 */
export async function deleteApiKey(
  actor: Actor,
  input: DeleteApiKeyInput,
): Promise<{ id: string; name: string }> {
  requireAccess(actor, "api_keys", "edit");
  return transaction(async (tx) => {
    const [gone] = await deleteApiKeyRows(tx, actor.workspaceId, [input.id]);
    if (!gone) throw keyNotFound();
    await recordAudit(tx, actor, keyDeletedEntry(gone));
    return { id: gone.id, name: gone.name };
  });
}
