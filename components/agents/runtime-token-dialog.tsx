"use client";

import { useState, useTransition } from "react";
import type { AgentDto } from "@/lib/features/agents/contract";
import { createRuntimeTokenAction } from "@/lib/features/runtime/actions";
import { phrase } from "../data/user-text";
import { OneTimeSecretDialog, useOneTimeSecret } from "../dialogs/one-time-secret-dialog";
import { ActionErrorAlert, type DisplayError } from "../feedback/action-error";
import { callAction } from "../feedback/call-action";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { CopyField } from "../ui/copy-field";
import { CancelButton, DialogFooter } from "../ui/dialog-footer";
import { useToast } from "../ui/toast";

const TOKEN_OUTCOME_UNKNOWN =
  "No response from the server. The previous token may or may not still work. Create another: only the newest one works.";

interface Props {
  workspace: string;
  agent: AgentDto;
  onClose: () => void;
}

/** Creates an agent's runtime token after a confirmation, and shows it once. */
export function RuntimeTokenDialog({ workspace, agent, onClose }: Props) {
  const [error, setError] = useState<DisplayError>();
  const [pending, startTransition] = useTransition();
  const secret = useOneTimeSecret<{ token: string }>();
  const showToast = useToast();

  const create = () =>
    startTransition(async () => {
      const result = await callAction(
        () => createRuntimeTokenAction(workspace, { id: agent.id }),
        TOKEN_OUTCOME_UNKNOWN,
      );
      if (result.ok) {
        const leftToast = phrase`Created a runtime token for “${agent.name}”, but you left the page before it was shown. Create another.`;
        return secret.reveal(result.data, { leftToast });
      }
      if (secret.hasNavigatedAway())
        showToast(phrase`Runtime token of “${agent.name}”: ${[result.error.message]}`);
      else setError(result.error);
    });

  return (
    <OneTimeSecretDialog
      secret={secret}
      noun="token"
      title={phrase`Create a runtime token for ${agent.name}?`}
      description="This replaces the current token, if there is one. Calls in progress won’t be recorded until the runtime uses the new one."
      alertDialog
      form={
        <>
          <ActionErrorAlert error={error} />
          <DialogFooter>
            <CancelButton pending={pending} />
            <Button variant="primary" pending={pending} onClick={create}>
              {pending ? "Creating…" : "Create token"}
            </Button>
          </DialogFooter>
        </>
      }
      secretTitle={() => phrase`Copy the runtime token of ${agent.name}`}
      secretName={() => phrase`the runtime token of ${agent.name}`}
      renderSecret={({ token }) => (
        <>
          <CopyField
            text={token}
            label="Copy token"
            contentLabel="Token"
            prominent
            autoFocus
            onCopied={secret.markCopied}
          />
          <Alert tone="warn">
            Store it in a secret store. We can’t show it again. It lets a runtime write this agent’s
            conversations, and nothing else.
          </Alert>
        </>
      )}
      onClose={onClose}
    />
  );
}
