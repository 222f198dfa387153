"use client";

import { useState, useTransition } from "react";
import { deleteApiKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { RelativeTime } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Dialog, DialogActions } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { RecentUse } from "../usage/recent-use";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  onDeleted: () => Promise<void>;
  onClose: () => void;
}

/** Asks once, with what one should know before; no typing. */
export function DeleteKeyDialog({ workspace, apiKey, onDeleted, onClose }: Props) {
  const announce = useAnnounce();
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const remove = () =>
    startTransition(async () => {
      const result = await deleteApiKeyAction(workspace, { id: apiKey.id }).catch(() => null);
      if (result?.ok || result?.error.code === "NOT_FOUND") {
        announce(`Deleted ${apiKey.name}. It is refused from now on.`);
        // The row goes first, so that the focus is not given back to a button that is about to go.
        await onDeleted();
        onClose();
        return;
      }
      setProblem(result?.error.message ?? "The server cannot be reached, so the key still works. Try again.");
    });
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={`Delete ${apiKey.name}?`}
      description={
        <>
          {apiKey.lastUsedAt ? (
            <>
              It was <RelativeTime at={apiKey.lastUsedAt} prefix="last used" />.
            </>
          ) : (
            "It was never used."
          )}{" "}
          Whatever uses it is refused at once. This cannot be undone.
        </>
      }
    >
      <RecentUse workspace={workspace} ids={[apiKey.id]} />
      {problem ? (
        <div className="mt-4">
          <Notice tone="danger" live>
            {problem}
          </Notice>
        </div>
      ) : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" disabled={pending} onClick={remove}>
          {pending ? "Deleting…" : "Delete key"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
