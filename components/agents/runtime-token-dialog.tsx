"use client";

import { useEffect, useState, useTransition } from "react";
import type { AgentDto } from "@/lib/agents/contract";
import { makeRuntimeTokenAction } from "@/lib/runtime/actions";
import { type Problem, ProblemNotice } from "../problem-notice";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";
import { Cancel, Dialog, DialogActions, Done } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { uncopied } from "../uncopied";
import { useHasLeft } from "../use-left-page";

const NO_TOKEN_CAME =
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
  const [problem, setProblem] = useState<Problem>();
  const [pending, startTransition] = useTransition();
  const announce = useAnnounce();
  const hasLeft = useHasLeft();

  useEffect(() => {
    // A page that the browser keeps for its back button must not keep a secret with it.
    window.addEventListener("pagehide", onClose);
    return () => window.removeEventListener("pagehide", onClose);
  }, [onClose]);

  const make = () =>
    startTransition(async () => {
      const result = await makeRuntimeTokenAction(workspace, { id: agent.id }).catch(() => null);
      const failed = result?.ok ? undefined : (result?.error ?? { message: NO_TOKEN_CAME });
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
        question={copied ? undefined : uncopied(`the runtime token of ${agent.name}`, "token")}
      >
        <div className="flex flex-col gap-6">
          <Copyable
            text={token}
            label="Copy token"
            what="Token"
            main
            autoFocus
            onCopied={() => setCopied(true)}
          />
          <Notice tone="warn">
            This is the only time the token is shown. It lets a runtime write this agent’s conversations, and
            nothing else.
          </Notice>
          <DialogActions>
            <Done />
          </DialogActions>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={`Make a runtime token for ${agent.name}?`}
      description="An agent has one token. If it has one already, that one is refused from now on, and calls under way are not recorded until the runtime has the new one."
    >
      <ProblemNotice problem={problem} />
      <DialogActions>
        <Cancel pending={pending} />
        <Button variant="primary" busy={pending} onClick={make}>
          {pending ? "Making…" : "Make token"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
