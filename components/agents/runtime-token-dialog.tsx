"use client";

import { useEffect, useState, useTransition } from "react";
import type { AgentDto } from "@/lib/features/agents/contract";
import { createRuntimeTokenAction } from "@/lib/features/runtime/actions";
import { confirmCloseUncopied } from "../dialogs/confirm-close-uncopied";
import { ActionErrorAlert, type DisplayError } from "../feedback/action-error";
import { useHasNavigatedAway } from "../hooks/use-navigated-away";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { CopyField } from "../ui/copy-field";
import { CancelButton, Dialog, DialogActions, DoneButton } from "../ui/dialog";
import { useToast } from "../ui/toast";

const TOKEN_OUTCOME_UNKNOWN =
  "The server did not answer, so it is not known whether the token of before still works. Make one again: the newest is the one that works.";

interface Props {
  workspace: string;
  agent: AgentDto;
  onClose: () => void;
}

/** Makes an agent's runtime token after one question, and shows it once: it lives in this dialog's state alone. */
export function RuntimeTokenDialog({ workspace, agent, onClose }: Props) {
  const [token, setToken] = useState<string>();
  const [copied, setCopied] = useState(false);
  const [problem, setProblem] = useState<DisplayError>();
  const [pending, startTransition] = useTransition();
  const announce = useToast();
  const hasLeft = useHasNavigatedAway();

  useEffect(() => {
    // A page that the browser keeps for its back button must not keep a secret with it.
    window.addEventListener("pagehide", onClose);
    return () => window.removeEventListener("pagehide", onClose);
  }, [onClose]);

  const make = () =>
    startTransition(async () => {
      const result = await createRuntimeTokenAction(workspace, { id: agent.id }).catch(() => null);
      const failed = result?.ok ? undefined : (result?.error ?? { message: TOKEN_OUTCOME_UNKNOWN });
      if (hasLeft()) {
        const left = "Created, but you left the page before it was shown. Create another.";
        return announce(`Runtime token of ${agent.name}: ${failed?.message ?? left}`);
      }
      setProblem(failed);
      if (result?.ok) setToken(result.data.token);
    });

  if (token) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`Copy the runtime token of ${agent.name} now`}
        confirmClose={
          copied ? undefined : confirmCloseUncopied(`the runtime token of ${agent.name}`, "token")
        }
      >
        <div className="flex flex-col gap-6">
          <CopyField
            text={token}
            label="Copy token"
            contentLabel="Token"
            prominent
            autoFocus
            onCopied={() => setCopied(true)}
          />
          <Alert tone="warn">
            This is the only time the token is shown. It lets a runtime write this agent’s conversations, and
            nothing else.
          </Alert>
          <DialogActions>
            <DoneButton />
          </DialogActions>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      alertDialog
      onClose={onClose}
      title={`Make a runtime token for ${agent.name}?`}
      description="An agent has one token. If it has one already, that one is refused from now on, and calls under way are not recorded until the runtime has the new one."
    >
      <ActionErrorAlert error={problem} />
      <DialogActions>
        <CancelButton pending={pending} />
        <Button variant="primary" pending={pending} onClick={make}>
          {pending ? "Making…" : "Make token"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
