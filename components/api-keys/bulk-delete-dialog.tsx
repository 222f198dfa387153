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
 * Confirms the deletion of all selected keys. Lists every key, keys in use first, and deletes those only with a checkbox.
 * If the usage cannot be counted, warns and deletes all.
 */
export function BulkDeleteDialog({ workspace, keys, onDeleted, onClose }: Props) {
  const showToast = useToast();
  const userId = useUserId();
  const query = useQuery(
    recentUsageQueryOptions(
      workspace,
      keys.map(({ id }) => id),
    ),
  );
  const failed = isQueryError(query);
  const groups = query.data && groupKeysByUsage(keys, query.data);
  const [includeInUse, setIncludeInUse] = useState(false);
  const unused = groups ? [...groups.onlyFailed, ...groups.unused].map(({ key }) => key) : [];
  const inUse = groups?.inUse.map(({ key }) => key) ?? [];
  const onlyUnused = inUse.length > 0 && unused.length > 0 && !includeInUse;
  const toDelete = onlyUnused ? unused : groups ? [...inUse, ...unused] : keys;
  const noun = toDelete.length === 1 ? "key" : "keys";

  // Survives an error, so that a retry continues with the remaining keys.
  const done = useRef(new Set<string>());
  const deleted = useRef(0);
  const remove = async (): Promise<Result<number>> => {
    const remaining = toDelete.filter(({ id }) => !done.current.has(id));
    const total = done.current.size + remaining.length;
    for (let from = 0; from < remaining.length; from += MAX_BULK_DELETE) {
      const ids = remaining.slice(from, from + MAX_BULK_DELETE).map(({ id }) => id);
      const result = await callAction(() => deleteApiKeysAction(workspace, { ids }, userId));
      if (!result.ok) {
        const unknown = result.error.code === "UNAVAILABLE";
        const progress = { requested: done.current.size, deleted: deleted.current };
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
      description="Anything still using these keys will stop working immediately. This can’t be undone."
      label={
        toDelete.length === 0
          ? "Clear from selection"
          : `Delete ${toDelete.length}${onlyUnused ? " unused" : ""} ${noun}`
      }
      pendingLabel="Deleting…"
      isLoading={query.isPending && !failed}
      run={remove}
      onDone={async (count) => {
        showToast(resultMessage(count, done.current.size));
        // Keys that other users deleted leave the selection as well.
        if (groups && groups.deleted.length > 0) await onDeleted(groups.deleted.map(({ id }) => id));
      }}
      onClose={onClose}
    >
      {inUse.length > 0 ? (
        <Alert tone="warn">
          <p className="font-semibold">
            {`${inUse.length === 1 ? "1 of these keys is" : `${inUse.length} of these keys are`} in use.`}
          </p>
          <p>A key is in use when one of its requests succeeded in the last 24 hours.</p>
        </Alert>
      ) : null}
      {failed ? <Alert tone="warn">We couldn’t check which of these keys are in use.</Alert> : null}
      <KeysByUsage keys={keys} groups={groups} />
      {inUse.length > 0 && unused.length > 0 ? (
        <CheckboxOrRadio
          type="checkbox"
          label={`Also delete ${inUse.length === 1 ? "the key that is" : `the ${inUse.length} keys that are`} in use`}
          checked={includeInUse}
          onChange={(event) => setIncludeInUse(event.currentTarget.checked)}
        />
      ) : null}
      <RecentUsage workspace={workspace} ids={keys.map(({ id }) => id)} />
    </ConfirmDialog>
  );
}

/** @param unknown whether the outcome of the last batch is unknown */
function progressMessage(
  { requested, deleted }: { requested: number; deleted: number },
  total: number,
  unknown: boolean,
): string {
  if (unknown) return requested === 0 ? "" : `Before that, ${deleted} of ${total} keys were deleted.`;
  return requested === 0
    ? "No keys were deleted."
    : `${total - requested} of ${total} keys were not deleted.`;
}

function resultMessage(deleted: number, requested: number): string {
  if (deleted === 0) {
    return requested === 1 ? "This key was already deleted." : "These keys were already deleted.";
  }
  if (deleted === requested) return `Deleted ${deleted} ${deleted === 1 ? "key" : "keys"}.`;
  return `Deleted ${deleted} of ${requested} keys. The others were already deleted.`;
}
