import { transaction } from "@/db/client/client";
import { deleteApiKeyRows } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "@/lib/features/actor";
import { recordAuditBatch } from "@/lib/features/audit/record-audit";
import type { DeleteApiKeysInput, DeletedApiKeys } from "./contract";
import { keyDeletedEntry } from "./key-deleted-entry";

/**
 * Ends keys, all in one transaction, with an audit entry for each. Ids that the workspace does not have are passed by;
 * the answer says which are gone.
 */
export async function deleteApiKeys(actor: Actor, input: DeleteApiKeysInput): Promise<DeletedApiKeys> {
  requireAccess(actor, "api_keys", "edit");
  const asked = [...new Set(input.ids)];
  return transaction(async (tx) => {
    const gone = await deleteApiKeyRows(tx, actor.workspaceId, asked);
    await recordAuditBatch(tx, actor, gone.map(keyDeletedEntry));
    return { ids: gone.map(({ id }) => id), requested: asked.length };
  });
}
