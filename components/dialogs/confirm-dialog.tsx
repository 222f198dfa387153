"use client";

import { type ReactNode, useState, useTransition } from "react";
import type { Result } from "@/lib/core/result";
import { ActionErrorAlert, type DisplayError } from "../feedback/action-error";
import { OUTCOME_UNKNOWN } from "../feedback/messages";
import { useToastIfNavigatedAway } from "../hooks/use-navigated-away";
import { Button } from "../ui/button";
import { CancelButton, Dialog, DialogActions } from "../ui/dialog";

interface Props<T> {
  title: string;
  description: ReactNode;
  /** What the button says, before and while it is done. */
  label: string;
  pendingLabel: string;
  /** "primary" where nothing is lost. */
  variant?: "danger" | "primary";
  /** Whether the answer cannot be given yet, because what it is about is still on its way. */
  isLoading?: boolean;
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
  pendingLabel,
  variant = "danger",
  isLoading,
  run,
  onDone,
  onClose,
  children,
}: Props<T>) {
  const [problem, setProblem] = useState<DisplayError>();
  const [pending, startTransition] = useTransition();
  const announceIfLeft = useToastIfNavigatedAway(pending);
  const confirm = () =>
    startTransition(async () => {
      const result = await run().catch(() => null);
      if (result?.ok) {
        await onDone(result.data);
        // Together with what `onDone` has set going: a page that is read again takes the row away first.
        startTransition(onClose);
        return;
      }
      const failed = result?.error ?? { message: OUTCOME_UNKNOWN };
      announceIfLeft(`${title} ${failed.message}`);
      setProblem(failed);
    });
  return (
    <Dialog open alertDialog onClose={onClose} title={title} description={description}>
      <div className="flex flex-col gap-4">
        {children}
        <ActionErrorAlert error={problem} />
      </div>
      <DialogActions>
        <CancelButton pending={pending} />
        <Button variant={variant} pending={pending || isLoading} onClick={confirm}>
          {pending ? pendingLabel : label}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
