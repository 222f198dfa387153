"use client";

import { type ReactNode, useState, useTransition } from "react";
import type { Result } from "@/lib/core/result";
import { phrase } from "../data/user-text";
import { ActionErrorAlert, type DisplayError } from "../feedback/action-error";
import { callAction } from "../feedback/call-action";
import { useToastIfNavigatedAway } from "../hooks/use-navigated-away";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { CancelButton, DialogFooter } from "../ui/dialog-footer";

interface Props<T> {
  title: ReactNode;
  description: ReactNode;
  /** The text of the button, before and while the request runs. */
  label: string;
  pendingLabel: string;
  /** "primary" if nothing is lost. */
  variant?: "danger" | "primary";
  /** Whether the button is still disabled, because the description's data is loading. */
  isLoading?: boolean;
  run: () => Promise<Result<T>>;
  /** Called on success. The dialog closes after it, so that the focus goes to an element that is still on the page. */
  onDone: (data: T) => void | Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before an action that cannot be undone. Stays open with the error if it fails. */
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
  const [error, setError] = useState<DisplayError>();
  const [pending, startTransition] = useTransition();
  const toastIfNavigatedAway = useToastIfNavigatedAway(pending);
  const confirm = () =>
    startTransition(async () => {
      const result = await callAction(run);
      if (result.ok) {
        await onDone(result.data);
        // In one commit with the refetch that `onDone` started, which removes the row first.
        startTransition(onClose);
        return;
      }
      toastIfNavigatedAway(phrase`${[title]} ${[result.error.message]}`);
      setError(result.error);
    });
  return (
    <Dialog open alertDialog onClose={onClose} title={title} description={description}>
      <div className="flex flex-col gap-4">
        {children}
        <ActionErrorAlert error={error} />
      </div>
      <DialogFooter>
        <CancelButton pending={pending} />
        <Button variant={variant} pending={pending || isLoading} onClick={confirm}>
          {pending ? pendingLabel : label}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
