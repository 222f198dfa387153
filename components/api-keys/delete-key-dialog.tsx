"use client";

import { deleteApiKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { ConfirmDialog } from "../confirm-dialog";
import { useAnnounce } from "../ui/announcer";
import { RecentUse } from "../usage/recent-use";
import { LastRefusal, LastSuccess } from "./last-requests";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  onDeleted: () => Promise<void>;
  onClose: () => void;
}

/** Asks once, with what one should know before; no typing. */
export function DeleteKeyDialog({ workspace, apiKey, onDeleted, onClose }: Props) {
  const announce = useAnnounce();
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
      doing="Deleting…"
      run={remove}
      onDone={({ name }) => {
        announce(`Deleted ${name}. It is refused from now on.`);
        return onDeleted();
      }}
      onClose={onClose}
    >
      <RecentUse workspace={workspace} ids={[apiKey.id]} />
    </ConfirmDialog>
  );
}
