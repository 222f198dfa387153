"use client";

import { useRef, useState, useTransition } from "react";
import { deleteApiKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { RelativeTime } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Dialog, DialogActions } from "../ui/dialog";
import { Notice } from "../ui/notice";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  onDeleted: () => void;
  onClose: () => void;
  /** Moves the focus once the key is gone: what opened this dialog is gone too. */
  focusAfter: () => void;
}

/** Asks once, with what one should know before; no typing. */
export function DeleteKeyDialog({ workspace, apiKey, onDeleted, onClose, focusAfter }: Props) {
  const announce = useAnnounce();
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const deleted = useRef(false);
  const remove = () =>
    startTransition(async () => {
      const result = await deleteApiKeyAction(workspace, { id: apiKey.id }).catch(() => null);
      if (result?.ok || result?.error.code === "NOT_FOUND") {
        deleted.current = true;
        announce(`Deleted ${apiKey.name}. It is refused from now on.`);
        onDeleted();
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
      onCloseAutoFocus={(event) => {
        if (!deleted.current) return;
        event.preventDefault();
        focusAfter();
      }}
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
      {problem ? (
        <Notice tone="danger" live>
          {problem}
        </Notice>
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
