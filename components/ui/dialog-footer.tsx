import * as Radix from "@radix-ui/react-dialog";
import { createContext, type ReactNode, useContext, useLayoutEffect } from "react";
import { Button } from "./button";

/** What keeps a dialog from closing at once: a pending request, or a form with unsaved changes. */
export interface CloseGuard {
  pending: boolean;
  isDirty: boolean;
}
export const UNGUARDED: CloseGuard = { pending: false, isDirty: false };

/** How the buttons of a dialog reach the dialog. `close` skips its confirmation. */
export const DialogContext = createContext({ setGuard: (_: CloseGuard) => {}, close: () => {} });

/**
 * The row of buttons at the end of a dialog. On narrow screens it is a column with the main button on top. In a dialog
 * taller than the screen it stays visible, and the content above it fades out.
 */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <div className="-mx-5 mt-4 -mb-5 px-5 pt-3 pb-5 sm:-mx-7 sm:-mb-7 sm:px-7 sm:pb-7 [@media(min-height:32rem)]:sticky [@media(min-height:32rem)]:-bottom-5 sm:[@media(min-height:32rem)]:-bottom-7 relative bg-card before:pointer-events-none before:absolute before:inset-x-0 before:bottom-full before:h-6 before:bg-linear-to-t before:from-card before:to-transparent">
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">{children}</div>
    </div>
  );
}

interface CancelButtonProps {
  /** Whether the dialog's request is running. */
  pending: boolean;
  /** Whether the form beside it has unsaved changes. */
  isDirty?: boolean;
}

/** Closes the dialog without confirmation. While a request is pending, nothing closes it. */
export function CancelButton({ pending, isDirty = false }: CancelButtonProps) {
  const { setGuard, close } = useContext(DialogContext);
  // A layout effect, so that Escape cannot close the dialog between the paint and the guard.
  useLayoutEffect(() => {
    setGuard({ pending, isDirty });
    return () => setGuard(UNGUARDED);
  }, [setGuard, pending, isDirty]);
  return (
    <Button pending={pending} onClick={close}>
      Cancel
    </Button>
  );
}

/** Closes the dialog as Escape does: after its confirmation, if it has one. */
export function DoneButton({ label }: { label?: string }) {
  return (
    <Radix.Close asChild>
      <Button aria-label={label}>Done</Button>
    </Radix.Close>
  );
}

interface FormActionsProps extends CancelButtonProps {
  /** The text of the submit button, before and while the request runs. */
  label: string;
  pendingLabel: string;
}

/** Cancel and submit buttons of a form in a dialog. */
export function FormActions({ label, pendingLabel, pending, isDirty }: FormActionsProps) {
  return (
    <DialogFooter>
      <CancelButton pending={pending} isDirty={isDirty} />
      <Button type="submit" variant="primary" pending={pending}>
        {pending ? pendingLabel : label}
      </Button>
    </DialogFooter>
  );
}
