"use client";

import { type ReactNode, useState, useTransition } from "react";
import type { Result } from "@/lib/result";
import { NO_ANSWER } from "./no-answer";
import { type Problem, ProblemNotice } from "./problem-notice";
import { Button } from "./ui/button";
import { Cancel, Dialog, DialogActions } from "./ui/dialog";
import { useAnnounceIfLeft } from "./use-left-page";

interface Props<T> {
  title: string;
  description: ReactNode;
  /** What the button says, before and while it is done. */
  label: string;
  doing: string;
  /** "primary" where nothing is lost. */
  variant?: "danger" | "primary";
  /** Whether the answer cannot be given yet, because what it is about is still on its way. */
  waiting?: boolean;
  run: () => Promise<Result<T>>;
  /** Told of a success; the dialog closes once this is through, so that the focus goes to what is still there. */
  onDone: (data: T) => void | Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks once before something that cannot be taken back, and stays open with the reason when it fails. */
export function ConfirmDialog<T>({
  title,
  description,
  label,
  doing,
  variant = "danger",
  waiting,
  run,
  onDone,
  onClose,
  children,
}: Props<T>) {
  const [problem, setProblem] = useState<Problem>();
  const [pending, startTransition] = useTransition();
  const announceIfLeft = useAnnounceIfLeft(pending);
  const confirm = () =>
    startTransition(async () => {
      const result = await run().catch(() => null);
      if (result?.ok) {
        await onDone(result.data);
        // Together with what `onDone` has set going: a page that is read again takes the row away first.
        startTransition(onClose);
        return;
      }
      const failed = result?.error ?? { message: NO_ANSWER };
      announceIfLeft(`${title} ${failed.message}`);
      setProblem(failed);
    });
  return (
    <Dialog open alert onClose={onClose} title={title} description={description}>
      <div className="flex flex-col gap-4">
        {children}
        <ProblemNotice problem={problem} />
      </div>
      <DialogActions>
        <Cancel pending={pending} />
        <Button variant={variant} busy={pending || waiting} onClick={confirm}>
          {pending ? doing : label}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
