import { transaction } from "@/db/client/client";
import { deleteApiKeyRows } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { recordAuditBatch } from "@/lib/features/audit/record-audit";
import type { DeleteApiKeysInput, DeletedApiKeys } from "./contract";
import { keyDeletedEntry } from "./internal";

/**
 * Deletes keys in one transaction, with an audit entry for each. Skips IDs that the workspace does not have; the result
 * lists the keys that were deleted.
 */
export async function deleteApiKeys(actor: Actor, input: DeleteApiKeysInput): Promise<DeletedApiKeys> {
  requireAccess(actor, "api_keys", "edit");
  const ids = [...new Set(input.ids)];
  return transaction(async (tx) => {
    const deleted = await deleteApiKeyRows(tx, actor.workspaceId, ids);
    await recordAuditBatch(tx, actor, deleted.map(keyDeletedEntry));
    return { ids: deleted.map(({ id }) => id), requested: ids.length };
  });
}
