"use client";

import { deleteApiKeyAction } from "@/lib/features/api-keys/actions";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { ConfirmDialog } from "../dialogs/confirm-dialog";
import { useToast } from "../ui/toast";
import { RecentUsage } from "../usage/recent-usage";
import { LastRefusal, LastSuccess } from "./last-requests";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  onDeleted: () => Promise<void>;
  onClose: () => void;
}

/** Asks once, with what one should know before; no typing. */
export function DeleteKeyDialog({ workspace, apiKey, onDeleted, onClose }: Props) {
  const announce = useToast();
  const remove = async () => {
    const { id, name } = apiKey;
    const result = await deleteApiKeyAction(workspace, { id });
    // Gone already is gone.
    return !result.ok && result.error.code === "NOT_FOUND"
      ? ({ ok: true, data: { id, name } } as const)
      : result;
  };
  return (
    <ConfirmDialog
      title={`Delete ${apiKey.name}?`}
      description={
        <>
          <LastSuccess apiKey={apiKey} />.{" "}
          {apiKey.lastRefusalAt ? (
            <>
              <LastRefusal apiKey={apiKey} />.{" "}
            </>
          ) : null}
          Anything that still uses this key stops working immediately. This can’t be undone.
        </>
      }
      label="Delete key"
      pendingLabel="Deleting…"
      run={remove}
      onDone={({ name }) => {
        announce(`Deleted ${name}. It is refused from now on.`);
        return onDeleted();
      }}
      onClose={onClose}
    >
      <RecentUsage workspace={workspace} ids={[apiKey.id]} />
    </ConfirmDialog>
  );
}
