import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button } from "./button";
import { focusHeading } from "./focus";
import { isToastTarget } from "./toast";

/** What is asked before a dialog closes with which something would be lost. */
export interface ConfirmClose {
  title: string;
  description: string;
  /** The answers: to close all the same, and to stay. */
  confirmLabel: string;
  cancelLabel: string;
}

const CONFIRM_DISCARD: ConfirmClose = {
  title: "Discard what you filled in?",
  description: "Nothing of it has been saved.",
  confirmLabel: "Discard",
  cancelLabel: "Back to the form",
};

/** What keeps a dialog from closing at once: a request under way, or a form that somebody began to fill in. */
interface CloseGuard {
  pending: boolean;
  isDirty: boolean;
}
const UNGUARDED: CloseGuard = { pending: false, isDirty: false };

const DialogContext = createContext({ hold: (_: CloseGuard) => {}, leave: () => {} });

interface Props {
  open: boolean;
  /** Asked to close: by Escape, the backdrop, the close button or Cancel. */
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** A question that must be answered: told to assistive technology as such. */
  alertDialog?: boolean;
  /** Asked before it closes. */
  confirmClose?: ConfirmClose;
  children: ReactNode;
}

/**
 * A modal dialog: traps the focus, gives it back, closes on Escape. On narrow screens it fills the width. While a request
 * of it is under way it stays, because the answer would come to nobody, and may be a secret that is shown once.
 */
export function Dialog({ open, onClose, title, description, alertDialog, confirmClose, children }: Props) {
  const opener = useRef<Element>(null);
  const [held, hold] = useState(UNGUARDED);
  const [asking, setAsking] = useState(false);
  const asked = held.isDirty ? CONFIRM_DISCARD : confirmClose;
  const close = () => {
    if (held.pending) return;
    if (asked) setAsking(true);
    else onClose();
  };
  const holder = useMemo(() => ({ hold, leave: onClose }), [onClose]);
  return (
    <DialogContext value={holder}>
      <Radix.Root open={open} onOpenChange={(next) => !next && close()}>
        <Radix.Portal>
          <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
          {/* In the middle, and lower where messages stand above it: they cover none of its buttons. */}
          <div className="pointer-events-none fixed inset-x-0 top-0 z-50 grid h-dvh grid-cols-1 grid-rows-[minmax(calc(0.75rem+var(--messages)),1fr)_auto_minmax(0.75rem,1fr)] justify-items-center px-3">
            <Radix.Content
              role={alertDialog ? "alertdialog" : "dialog"}
              onOpenAutoFocus={(event) => {
                opener.current = document.activeElement;
                focusFirstControl(event);
              }}
              onCloseAutoFocus={(event) => {
                // Radix knows only of its own trigger, and these dialogs are opened by many things.
                event.preventDefault();
                restoreFocus(opener.current);
              }}
              onPointerDownOutside={(event) => isToastTarget(event.target) && event.preventDefault()}
              onEscapeKeyDown={(event) => isToastTarget(event.target) && event.preventDefault()}
              {...(description ? {} : { "aria-describedby": undefined })}
              // What the focus reaches stays clear of the row of buttons that sticks to the bottom.
              className="pointer-events-auto relative row-start-2 flex max-h-[calc(100dvh-1.5rem-var(--messages))] w-full max-w-xl scroll-pb-40 flex-col overflow-y-auto rounded-2xl border border-line bg-card p-5 text-ink shadow-2xl sm:scroll-pb-28 sm:p-7"
            >
              <Radix.Title className="pr-10 text-xl font-bold break-words">{title}</Radix.Title>
              {description ? (
                <Radix.Description asChild>
                  <div className="mt-1 text-muted">{description}</div>
                </Radix.Description>
              ) : null}
              <div className="mt-5">{children}</div>
              {/* Last in order: what the dialog is for comes first. */}
              <Radix.Close asChild>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label="Close"
                  pending={held.pending}
                  className="absolute top-3 right-3 sm:top-5 sm:right-5"
                >
                  <X aria-hidden size={20} />
                </Button>
              </Radix.Close>
            </Radix.Content>
          </div>
        </Radix.Portal>
      </Radix.Root>
      {asking && asked ? (
        <Dialog
          open
          alertDialog
          onClose={() => setAsking(false)}
          title={asked.title}
          description={asked.description}
        >
          <DialogActions>
            <Button variant="danger" onClick={onClose}>
              {asked.confirmLabel}
            </Button>
            <Button variant="primary" data-first-focus onClick={() => setAsking(false)}>
              {asked.cancelLabel}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </DialogContext>
  );
}

/**
 * The row of buttons at a dialog's end; on narrow screens a column, the main one on top. Where the dialog is longer than
 * the screen, it stays in sight, and what goes on below fades out above it.
 */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="-mx-5 mt-4 -mb-5 px-5 pt-3 pb-5 sm:-mx-7 sm:-mb-7 sm:px-7 sm:pb-7 [@media(min-height:32rem)]:sticky [@media(min-height:32rem)]:-bottom-5 sm:[@media(min-height:32rem)]:-bottom-7 relative bg-card before:pointer-events-none before:absolute before:inset-x-0 before:bottom-full before:h-6 before:bg-linear-to-t before:from-card before:to-transparent">
      <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">{children}</div>
    </div>
  );
}

interface CancelButtonProps {
  /** Whether what the dialog is for is being done. */
  pending: boolean;
  /** Whether somebody began to fill in the form beside it. */
  isDirty?: boolean;
}

/** Leaves the dialog and whatever was filled in. While the answer is on its way neither this nor anything else leaves it. */
export function CancelButton({ pending, isDirty = false }: CancelButtonProps) {
  const { hold, leave } = useContext(DialogContext);
  // Before anybody sees that it is pending, and presses Escape.
  useLayoutEffect(() => {
    hold({ pending, isDirty });
    return () => hold(UNGUARDED);
  }, [hold, pending, isDirty]);
  return (
    <Button pending={pending} onClick={leave}>
      Cancel
    </Button>
  );
}

/** Closes the dialog as its other ways out do: after the question, where there is one. */
export function DoneButton({ label }: { label?: string }) {
  return (
    <Radix.Close asChild>
      <Button aria-label={label}>Done</Button>
    </Radix.Close>
  );
}

interface FormActionsProps extends CancelButtonProps {
  /** What the button that sends the form says, before and while it is done. */
  label: string;
  pendingLabel: string;
}

/** The end of a form in a dialog: away from it, or on. */
export function FormActions({ label, pendingLabel, pending, isDirty }: FormActionsProps) {
  return (
    <DialogActions>
      <CancelButton pending={pending} isDirty={isDirty} />
      <Button type="submit" variant="primary" pending={pending}>
        {pending ? pendingLabel : label}
      </Button>
    </DialogActions>
  );
}

/**
 * A form begins at its first field; a question at the answer by which nothing is lost, where it names one; anything else at
 * its first button, not at a word that explains itself on focus.
 */
function focusFirstControl(event: Event): void {
  const content = event.target as HTMLElement;
  const control =
    content.querySelector<HTMLElement>("form :is(input, select, textarea)") ??
    content.querySelector<HTMLElement>("[data-first-focus]") ??
    content.querySelector("button");
  event.preventDefault();
  control?.focus();
}

/** Where the focus goes when a dialog closes: to what opened it; where that is gone, to the dialog below or the heading. */
function restoreFocus(opener: Element | null): void {
  const below = [...document.querySelectorAll<HTMLElement>("[role=dialog], [role=alertdialog]")].at(-1);
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  else if (below) below.focus();
  // Of two that close together, the one below has given it back already.
  else if (document.activeElement === document.body) focusHeading();
}
