import { transaction } from "@/db/client";
import { deleteApiKeyRows } from "@/db/queries/api-keys";
import { type Actor, requireAccess } from "../actor";
import { recordAudits } from "../audit/record-audit";
import type { DeleteApiKeysInput, DeletedApiKeys } from "./contract";
import { deletionOf } from "./deletion-of";

/**
 * Ends keys, all in one transaction, with an audit entry for each. Ids that the workspace does not have are passed by;
 * the answer says which are gone.
 */
export async function deleteApiKeys(actor: Actor, input: DeleteApiKeysInput): Promise<DeletedApiKeys> {
  requireAccess(actor, "api_keys", "edit");
  const asked = [...new Set(input.ids)];
  return transaction(async (tx) => {
    const gone = await deleteApiKeyRows(tx, actor.workspaceId, asked);
    await recordAudits(tx, actor, gone.map(deletionOf));
    return { ids: gone.map(({ id }) => id), asked: asked.length };
  });
}
