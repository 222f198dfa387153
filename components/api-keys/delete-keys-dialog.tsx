"use client";

import { useRef } from "react";
import { deleteApiKeysAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { MOST_DELETED } from "@/lib/api-keys/terms";
import type { Result } from "@/lib/result";
import { ConfirmDialog } from "../confirm-dialog";
import { NO_ANSWER } from "../no-answer";
import { RelativeTime } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { RecentUse } from "../usage/recent-use";

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
  // How far it got: a second try goes on from there.
  const progress = useRef({ asked: 0, deleted: 0 });
  const remove = async (): Promise<Result<number>> => {
    const done = progress.current;
    while (done.asked < keys.length) {
      const ids = keys.slice(done.asked, done.asked + MOST_DELETED).map(({ id }) => id);
      const result = await deleteApiKeysAction(workspace, { ids }).catch(() => null);
      if (!result?.ok) {
        const told = result?.error.message ?? NO_ANSWER;
        const message = `${told} ${howFar(done, keys.length, !result || result.error.code === "UNAVAILABLE")}`;
        return { ok: false, error: { code: "UNAVAILABLE", fields: {}, ...result?.error, message } };
      }
      done.asked += ids.length;
      done.deleted += result.data.ids.length;
      await onDeleted(ids);
    }
    return { ok: true, data: done.deleted };
  };

  const named = keys.slice(0, NAMED);
  const more = keys.length - named.length;
  return (
    <ConfirmDialog
      title={`Delete ${keys.length} keys?`}
      description="Whatever uses them is refused at once. This cannot be undone."
      label={`Delete ${keys.length} keys`}
      doing="Deleting…"
      run={remove}
      onDone={(deleted) => announce(outcome(deleted, keys.length))}
      onClose={onClose}
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
      <RecentUse workspace={workspace} ids={keys.map(({ id }) => id)} />
    </ConfirmDialog>
  );
}

/** @param unknown whether nobody knows what became of the part that was asked for last */
function howFar(
  { asked, deleted }: { asked: number; deleted: number },
  all: number,
  unknown: boolean,
): string {
  if (unknown) return asked === 0 ? "" : `Before that, ${deleted} of ${all} were deleted.`;
  return asked === 0 ? "No key was deleted." : `${all - asked} of ${all} are left.`;
}

function outcome(deleted: number, asked: number): string {
  if (deleted === 0) return `There was nothing left to delete: the ${asked} keys were gone already.`;
  const refused = "They are refused from now on.";
  if (deleted === asked) return `Deleted ${deleted} keys. ${refused}`;
  return `Deleted ${deleted} of ${asked} keys. ${refused} The others were gone already.`;
}
