import type { ReactNode } from "react";
import { Button } from "./button";
import { DialogFooter } from "./dialog-footer";
import { DialogFrame } from "./dialog-frame";

/** The confirmation before a dialog closes and something is lost. */
export interface ConfirmClose {
  title: string;
  description: ReactNode;
  /** The button that closes the dialog anyway. */
  confirmLabel: string;
  /** The button that keeps it open. */
  cancelLabel: string;
}

export const CONFIRM_DISCARD: ConfirmClose = {
  title: "Discard unsaved changes?",
  description: "Your entries won’t be saved.",
  confirmLabel: "Discard",
  cancelLabel: "Keep editing",
};

interface Props {
  text: ConfirmClose;
  onDiscard: () => void;
  onKeep: () => void;
}

/** Asks before a dialog discards a form or a secret that was not copied. Enter keeps it. */
export function DiscardChangesDialog({ text, onDiscard, onKeep }: Props) {
  return (
    <DialogFrame open alertDialog onClose={onKeep} title={text.title} description={text.description}>
      <DialogFooter>
        <Button variant="danger" onClick={onDiscard}>
          {text.confirmLabel}
        </Button>
        <Button variant="primary" data-first-focus onClick={onKeep}>
          {text.cancelLabel}
        </Button>
      </DialogFooter>
    </DialogFrame>
  );
}
