"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Result } from "@/lib/core/result";
import { deleteApiKeysAction } from "@/lib/features/api-keys/actions";
import { MAX_BULK_DELETE } from "@/lib/features/api-keys/constants";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { ConfirmDialog } from "../dialogs/confirm-dialog";
import { callAction } from "../feedback/call-action";
import { isQueryError } from "../feedback/query-error";
import { useUserId } from "../shell/user-id";
import { Alert } from "../ui/alert";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { useToast } from "../ui/toast";
import { recentUsageQueryOptions } from "../usage/queries";
import { RecentUsage } from "../usage/recent-usage";
import { groupKeysByUsage } from "./group-keys-by-usage";
import { KeysByUsage } from "./keys-by-usage";

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
export function BulkDeleteDialog({ workspace, keys, onDeleted, onClose }: Props) {
  const announce = useToast();
  const userId = useUserId();
  const query = useQuery(
    recentUsageQueryOptions(
      workspace,
      keys.map(({ id }) => id),
    ),
  );
  const failed = isQueryError(query);
  const groups = query.data && groupKeysByUsage(keys, query.data);
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
    for (let from = 0; from < left.length; from += MAX_BULK_DELETE) {
      const ids = left.slice(from, from + MAX_BULK_DELETE).map(({ id }) => id);
      const result = await callAction(() => deleteApiKeysAction(workspace, { ids }, userId));
      if (!result.ok) {
        const unknown = result.error.code === "UNAVAILABLE";
        const progress = { asked: done.current.size, deleted: deleted.current };
        const message = `${result.error.message} ${progressMessage(progress, total, unknown)}`;
        return { ok: false, error: { ...result.error, message } };
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
      pendingLabel="Deleting…"
      isLoading={query.isPending && !failed}
      run={remove}
      onDone={async (count) => {
        announce(resultMessage(count, done.current.size));
        // Those that others deleted before are no longer selected either.
        if (groups && groups.deleted.length > 0) await onDeleted(groups.deleted.map(({ id }) => id));
      }}
      onClose={onClose}
    >
      {inUse.length > 0 ? (
        <Alert tone="warn">
          <p className="font-semibold">
            {inUse.length === 1 ? "1 of these keys is" : `${inUse.length} of these keys are`} in use.
          </p>
          <p>A key is in use when one of its requests succeeded in the last 24 hours.</p>
        </Alert>
      ) : null}
      {failed ? <Alert tone="warn">It is not known which of these keys are in use.</Alert> : null}
      <KeysByUsage keys={keys} groups={groups} />
      {inUse.length > 0 && others.length > 0 ? (
        <CheckboxOrRadio
          type="checkbox"
          label={`Also delete ${inUse.length === 1 ? "the key that is" : `the ${inUse.length} keys that are`} in use`}
          checked={evenInUse}
          onChange={(event) => setEvenInUse(event.currentTarget.checked)}
        />
      ) : null}
      <RecentUsage workspace={workspace} ids={keys.map(({ id }) => id)} />
    </ConfirmDialog>
  );
}

/** @param unknown whether nobody knows what became of the part that was asked for last */
function progressMessage(
  { asked, deleted }: { asked: number; deleted: number },
  all: number,
  unknown: boolean,
): string {
  if (unknown) return asked === 0 ? "" : `Before that, ${deleted} of ${all} were deleted.`;
  return asked === 0 ? "No key was deleted." : `${all - asked} of ${all} are left.`;
}

function resultMessage(deleted: number, asked: number): string {
  if (deleted === 0) return asked === 1 ? "The key was already deleted." : "These keys were already deleted.";
  const refused = "They are refused from now on.";
  if (deleted === asked) return `Deleted ${deleted} ${deleted === 1 ? "key" : "keys"}. ${refused}`;
  return `Deleted ${deleted} of ${asked} keys. ${refused} The others were already deleted.`;
}
