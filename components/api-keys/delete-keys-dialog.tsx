"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { deleteApiKeysAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { MOST_DELETED } from "@/lib/api-keys/terms";
import type { Result } from "@/lib/result";
import { ConfirmDialog } from "../confirm-dialog";
import { NO_ANSWER } from "../no-answer";
import { hasFailed } from "../read-failed";
import { useUserId } from "../shell/user-id";
import { useAnnounce } from "../ui/announcer";
import { Choice } from "../ui/choice";
import { Notice } from "../ui/notice";
import { recentUseQuery } from "../usage/queries";
import { RecentUse } from "../usage/recent-use";
import { KeysByUse } from "./keys-by-use";
import { groupByUse } from "./use-groups";

interface Props {
  workspace: string;
  keys: ApiKeyDto[];
  onDeleted: (ids: string[]) => Promise<void>;
  onClose: () => void;
}

/**
 * Asks once about all the selected keys. Names every one, those in use first, and deletes these only where that is chosen.
 * Where their use cannot be counted, it says so and deletes all.
 */
export function DeleteKeysDialog({ workspace, keys, onDeleted, onClose }: Props) {
  const announce = useAnnounce();
  const userId = useUserId();
  const query = useQuery(
    recentUseQuery(
      workspace,
      keys.map(({ id }) => id),
    ),
  );
  const failed = hasFailed(query);
  const groups = query.data && groupByUse(keys, query.data);
  const [evenInUse, setEvenInUse] = useState(false);
  const others = groups ? [...groups.onlyRefused, ...groups.unused].map(({ key }) => key) : [];
  const inUse = groups?.inUse.map(({ key }) => key) ?? [];
  const spared = inUse.length > 0 && others.length > 0 && !evenInUse;
  const chosen = spared ? others : groups ? [...inUse, ...others] : keys;
  const names = chosen.length === 1 ? "key" : "keys";

  // How far it got: a second try goes on from there.
  const done = useRef(new Set<string>());
  const deleted = useRef(0);
  const remove = async (): Promise<Result<number>> => {
    const left = chosen.filter(({ id }) => !done.current.has(id));
    const total = done.current.size + left.length;
    for (let from = 0; from < left.length; from += MOST_DELETED) {
      const ids = left.slice(from, from + MOST_DELETED).map(({ id }) => id);
      const result = await deleteApiKeysAction(workspace, { ids }, userId).catch(() => null);
      if (!result?.ok) {
        const told = result?.error.message ?? NO_ANSWER;
        const unknown = !result || result.error.code === "UNAVAILABLE";
        const progress = { asked: done.current.size, deleted: deleted.current };
        const message = `${told} ${howFar(progress, total, unknown)}`;
        return { ok: false, error: { code: "UNAVAILABLE", fields: {}, ...result?.error, message } };
      }
      for (const id of ids) done.current.add(id);
      deleted.current += result.data.ids.length;
      await onDeleted(ids);
    }
    return { ok: true, data: deleted.current };
  };

  return (
    <ConfirmDialog
      title={`Delete ${keys.length} keys?`}
      description="Anything that still uses these keys stops working immediately. This can’t be undone."
      label={
        chosen.length === 0
          ? "Clear from selection"
          : `Delete ${chosen.length}${spared ? " unused" : ""} ${names}`
      }
      doing="Deleting…"
      waiting={query.isPending && !failed}
      run={remove}
      onDone={async (count) => {
        announce(outcome(count, done.current.size));
        // Those that others deleted before are no longer selected either.
        if (groups && groups.deleted.length > 0) await onDeleted(groups.deleted.map(({ id }) => id));
      }}
      onClose={onClose}
    >
      {inUse.length > 0 ? (
        <Notice tone="warn">
          <p className="font-semibold">
            {inUse.length === 1 ? "1 of these keys is" : `${inUse.length} of these keys are`} in use.
          </p>
          <p>A key is in use when one of its requests succeeded in the last 24 hours.</p>
        </Notice>
      ) : null}
      {failed ? <Notice tone="warn">It is not known which of these keys are in use.</Notice> : null}
      <KeysByUse keys={keys} groups={groups} />
      {inUse.length > 0 && others.length > 0 ? (
        <Choice
          type="checkbox"
          label={`Also delete ${inUse.length === 1 ? "the key that is" : `the ${inUse.length} keys that are`} in use`}
          checked={evenInUse}
          onChange={(event) => setEvenInUse(event.currentTarget.checked)}
        />
      ) : null}
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
  if (deleted === 0) return asked === 1 ? "The key was already deleted." : "These keys were already deleted.";
  const refused = "They are refused from now on.";
  if (deleted === asked) return `Deleted ${deleted} ${deleted === 1 ? "key" : "keys"}. ${refused}`;
  return `Deleted ${deleted} of ${asked} keys. ${refused} The others were already deleted.`;
}
