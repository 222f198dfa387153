import { transaction } from "@/db/client/client";
import { deleteApiKeyRows } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { DeleteApiKeyInput } from "./contract";
import { keyDeletedEntry, keyNotFound } from "./internal";

/**
 * Deletes a key. Requests that start after this returns are rejected on every instance, because each request looks its
 * key up in the database.
 * @throws AppError NOT_FOUND
 */
export async function deleteApiKey(
  actor: Actor,
  input: DeleteApiKeyInput,
): Promise<{ id: string; name: string }> {
  requireAccess(actor, "api_keys", "edit");
  return transaction(async (tx) => {
    const [deleted] = await deleteApiKeyRows(tx, actor.workspaceId, [input.id]);
    if (!deleted) throw keyNotFound();
    await recordAudit(tx, actor, keyDeletedEntry(deleted));
    return { id: deleted.id, name: deleted.name };
  });
}
