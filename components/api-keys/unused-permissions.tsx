"use client";

import { useState, useTransition } from "react";
import { editApiKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { knownPermissions, PERMISSION_LABELS, type Permission } from "@/lib/api-keys/terms";
import { NO_ANSWER } from "../no-answer";
import { type Problem, ProblemNotice } from "../problem-notice";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { passFocusOn } from "../ui/focus";
import { Notice } from "../ui/notice";
import { useAnnounceIfLeft } from "../use-left-page";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  unused: Permission[];
  canEdit: boolean;
  /** The key is another one now: ends once that is on the page. */
  onChanged: () => Promise<void>;
}

/** Points out what a key may do and has not done for a month, and takes it away by one press. */
export function UnusedPermissions({ workspace, apiKey, unused, canEdit, onChanged }: Props) {
  const announce = useAnnounce();
  const [problem, setProblem] = useState<Problem>();
  const [pending, startTransition] = useTransition();
  const announceIfLeft = useAnnounceIfLeft(pending);
  const remove = (permission: Permission) =>
    startTransition(async () => {
      const result = await editApiKeyAction(workspace, {
        id: apiKey.id,
        version: apiKey.version,
        name: apiKey.name,
        permissions: knownPermissions(apiKey.permissions).filter((other) => other !== permission),
      }).catch(() => null);
      const failed = result?.ok ? undefined : problemOf(result?.error);
      if (failed) announceIfLeft(`${apiKey.name} was not changed. ${failed.message}`);
      setProblem(failed);
      if (result?.ok) announce(`Removed ${PERMISSION_LABELS[permission]} from ${apiKey.name}.`);
      await onChanged();
    });
  if (unused.length === 0 && !problem) return null;
  return (
    <div className="flex flex-col gap-2">
      <ProblemNotice problem={problem} />
      {unused.map((permission) => (
        <Notice key={permission}>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <p>No successful request used {PERMISSION_LABELS[permission]} in the last 30 days.</p>
            {canEdit ? (
              <Button
                // It goes with its notice.
                ref={passFocusOn}
                size="small"
                className="sm:-my-1"
                busy={pending}
                onClick={() => remove(permission)}
              >
                Remove {PERMISSION_LABELS[permission]}
              </Button>
            ) : null}
          </div>
        </Notice>
      ))}
    </div>
  );
}

function problemOf(error: Problem | undefined): Problem {
  if (!error) return { message: NO_ANSWER };
  if (error.code !== "STALE_EDIT") return error;
  return {
    message: "Somebody else changed this key meanwhile, so nothing was removed. What is here now is theirs.",
  };
}
