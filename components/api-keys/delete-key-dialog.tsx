"use client";

import { deleteApiKeyAction } from "@/lib/features/api-keys/actions";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { phrase } from "../data/user-text";
import { ConfirmDialog } from "../dialogs/confirm-dialog";
import { useToast } from "../ui/toast";
import { RecentUsage } from "../usage/recent-usage";
import { LastError, LastSuccess } from "./last-requests";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  onDeleted: () => Promise<void>;
  onClose: () => void;
}

/** Confirms the deletion of a key, with its recent usage. */
export function DeleteKeyDialog({ workspace, apiKey, onDeleted, onClose }: Props) {
  const showToast = useToast();
  const remove = async () => {
    const { id, name } = apiKey;
    const result = await deleteApiKeyAction(workspace, { id });
    if (result.ok) return { ok: true, data: phrase`Deleted “${result.data.name}”.` } as const;
    // Another user deleted it first, or an earlier attempt did, whose response was lost.
    const gone = { ok: true, data: phrase`“${name}” was already deleted.` } as const;
    return result.error.code === "NOT_FOUND" ? gone : result;
  };
  const neverUsed = !apiKey.lastSuccessAt && !apiKey.lastRefusalAt && !apiKey.outcomeUnknownUntil;
  return (
    <ConfirmDialog
      title={phrase`Delete ${apiKey.name}?`}
      description={
        neverUsed ? (
          "It has never been used. Deleting it is immediate and can’t be undone."
        ) : (
          <>
            <span>
              <LastSuccess apiKey={apiKey} />.{" "}
            </span>
            {apiKey.lastRefusalAt ? (
              <span>
                <LastError apiKey={apiKey} />.{" "}
              </span>
            ) : null}
            <span>Anything still using this key will stop working immediately. This can’t be undone.</span>
          </>
        )
      }
      label="Delete key"
      pendingLabel="Deleting…"
      run={remove}
      onDone={(message) => {
        showToast(message);
        return onDeleted();
      }}
      onClose={onClose}
    >
      <RecentUsage workspace={workspace} ids={[apiKey.id]} />
    </ConfirmDialog>
  );
}
