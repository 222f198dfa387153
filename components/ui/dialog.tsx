import { type ReactNode, useMemo, useState } from "react";
import { DialogContext, UNGUARDED } from "./dialog-footer";
import { DialogFrame } from "./dialog-frame";
import { CONFIRM_DISCARD, type ConfirmClose, DiscardChangesDialog } from "./discard-changes-dialog";

interface Props {
  open: boolean;
  /** Called on Escape, a press on the backdrop, the close button or Cancel. */
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** Announced by assistive technology as a question that needs a response. */
  alertDialog?: boolean;
  /** The confirmation before the dialog closes. A form with unsaved changes shows its own instead. */
  confirmClose?: ConfirmClose;
  children: ReactNode;
}

/**
 * A modal dialog: traps the focus, restores it, closes on Escape. On narrow screens it fills the width. It stays open while
 * its request is pending, because the response may be a secret that is shown once.
 */
export function Dialog({ open, onClose, title, description, alertDialog, confirmClose, children }: Props) {
  const [guard, setGuard] = useState(UNGUARDED);
  const [confirming, setConfirming] = useState(false);
  const confirmation = guard.isDirty ? CONFIRM_DISCARD : confirmClose;
  const close = () => {
    if (guard.pending) return;
    if (confirmation) setConfirming(true);
    else onClose();
  };
  const context = useMemo(() => ({ setGuard, close: onClose }), [onClose]);
  return (
    <DialogContext value={context}>
      <DialogFrame
        open={open}
        onClose={close}
        title={title}
        description={description}
        alertDialog={alertDialog}
        pending={guard.pending}
      >
        {children}
      </DialogFrame>
      {confirming && confirmation ? (
        <DiscardChangesDialog text={confirmation} onDiscard={onClose} onKeep={() => setConfirming(false)} />
      ) : null}
    </DialogContext>
  );
}
