"use client";

import { useState, useTransition } from "react";
import { editApiKeyAction } from "@/lib/features/api-keys/actions";
import { knownPermissions, PERMISSION_LABELS, type Permission } from "@/lib/features/api-keys/constants";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { phrase } from "../data/user-text";
import { ActionErrorAlert, type DisplayError } from "../feedback/action-error";
import { callAction } from "../feedback/call-action";
import { useToastIfNavigatedAway } from "../hooks/use-navigated-away";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";
import { useToast } from "../ui/toast";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  unused: Permission[];
  canEdit: boolean;
  /** Called after a change of the key. Resolves when the page shows it. */
  onChanged: () => Promise<void>;
}

/** Suggests removing permissions that no successful request has used for 30 days. */
export function UnusedPermissions({ workspace, apiKey, unused, canEdit, onChanged }: Props) {
  const showToast = useToast();
  const [error, setError] = useState<DisplayError>();
  const [pending, startTransition] = useTransition();
  const toastIfNavigatedAway = useToastIfNavigatedAway(pending);
  const remove = (permission: Permission) =>
    startTransition(async () => {
      const result = await callAction(() =>
        editApiKeyAction(workspace, {
          id: apiKey.id,
          version: apiKey.version,
          name: apiKey.name,
          permissions: knownPermissions(apiKey.permissions).filter((other) => other !== permission),
        }),
      );
      const failed = result.ok ? undefined : toDisplayError(result.error);
      if (failed) toastIfNavigatedAway(phrase`“${apiKey.name}” was not changed. ${[failed.message]}`);
      setError(failed);
      if (result.ok) showToast(phrase`Removed ${[PERMISSION_LABELS[permission]]} from “${apiKey.name}”.`);
      await onChanged();
    });
  if (unused.length === 0 && !error) return null;
  return (
    <div className="flex flex-col gap-2">
      <ActionErrorAlert error={error} />
      {unused.map((permission) => (
        <Alert key={permission}>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <p>{`No successful requests used ${PERMISSION_LABELS[permission]} in the last 30 days.`}</p>
            {canEdit ? (
              <Button
                // The button disappears with its notice.
                ref={restoreFocusOnUnmount}
                size="small"
                className="sm:-my-1"
                pending={pending}
                onClick={() => remove(permission)}
              >
                {`Remove ${PERMISSION_LABELS[permission]}`}
              </Button>
            ) : null}
          </div>
        </Alert>
      ))}
    </div>
  );
}

function toDisplayError(error: DisplayError): DisplayError {
  if (error.code !== "STALE_EDIT") return error;
  return {
    message: "Someone else updated this key, so nothing was removed. The page shows their changes.",
  };
}
