"use client";

import { useState, useTransition } from "react";
import { deleteApiKeysAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { MOST_DELETED } from "@/lib/api-keys/terms";
import { RelativeTime } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Dialog, DialogActions } from "../ui/dialog";
import { Notice } from "../ui/notice";

/** As many are named before the rest is only counted. */
const NAMED = 5;

interface Props {
  workspace: string;
  keys: ApiKeyDto[];
  onDeleted: (ids: string[]) => Promise<void>;
  onClose: () => void;
}

/** Asks once about all the chosen keys, with their number and the first of their names. */
export function DeleteKeysDialog({ workspace, keys, onDeleted, onClose }: Props) {
  const announce = useAnnounce();
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const remove = () =>
    startTransition(async () => {
      const asked = keys.map(({ id }) => id);
      let deleted = 0;
      for (let from = 0; from < asked.length; from += MOST_DELETED) {
        const ids = asked.slice(from, from + MOST_DELETED);
        const result = await deleteApiKeysAction(workspace, { ids }).catch(() => null);
        if (!result?.ok) {
          const told = result?.error.message ?? "The server cannot be reached.";
          const rest = asked.length - from;
          setProblem(
            from === 0 ? `${told} No key was deleted.` : `${told} ${rest} of ${asked.length} are left.`,
          );
          return;
        }
        deleted += result.data.ids.length;
        await onDeleted(ids);
      }
      announce(outcome(deleted, asked.length));
      onClose();
    });

  const named = keys.slice(0, NAMED);
  const more = keys.length - named.length;
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={`Delete ${keys.length} keys?`}
      description="Whatever uses them is refused at once. This cannot be undone."
    >
      <ul aria-label="Keys to delete" className="flex flex-col gap-1.5 rounded-xl bg-well px-4 py-3">
        {named.map((key) => (
          <li key={key.id} className="flex flex-wrap justify-between gap-x-4">
            <span className="min-w-0 font-semibold break-words">{key.name}</span>
            <span className="text-sm text-muted">
              {key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} prefix="Last used" /> : "Never used"}
            </span>
          </li>
        ))}
        {more > 0 ? <li className="text-muted">and {more} more</li> : null}
      </ul>
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
          {pending ? "Deleting…" : `Delete ${keys.length} keys`}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function outcome(deleted: number, asked: number): string {
  const refused = "They are refused from now on.";
  if (deleted === asked) return `Deleted ${deleted} keys. ${refused}`;
  return `Deleted ${deleted} of ${asked} keys. ${refused} The others were gone already.`;
}
