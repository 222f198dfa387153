import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "./button";

interface Props {
  open: boolean;
  /** Asked to close: by Escape, the backdrop or the close button. */
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** A question that must be answered: told to assistive technology as such. */
  alert?: boolean;
  children: ReactNode;
}

/** A modal dialog: traps the focus, gives it back, closes on Escape. On narrow screens it fills the width. */
export function Dialog({ open, onClose, title, description, alert, children }: Props) {
  const opener = useRef<Element>(null);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          role={alert ? "alertdialog" : "dialog"}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            focusFirstControl(event);
          }}
          onCloseAutoFocus={(event) => {
            // Radix knows only of its own trigger, and these dialogs are opened by many things.
            event.preventDefault();
            giveFocusBack(opener.current);
          }}
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-1.5rem)] w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 -translate-y-1/2 flex-col overflow-y-auto rounded-2xl border border-line bg-card p-5 text-ink shadow-2xl sm:p-7"
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
              className="absolute top-3 right-3 sm:top-5 sm:right-5"
            >
              <X aria-hidden size={20} />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The row of buttons at a dialog's end; on narrow screens a column, the main one on top. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-7 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">{children}</div>;
}

interface FormActionsProps {
  /** What the button that sends the form says, before and while it is done. */
  label: string;
  doing: string;
  pending: boolean;
  onCancel: () => void;
}

/** The end of a form in a dialog: away from it, or on. */
export function FormActions({ label, doing, pending, onCancel }: FormActionsProps) {
  return (
    <DialogActions>
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? doing : label}
      </Button>
    </DialogActions>
  );
}

/** A form begins at its first field; anything else at its first button, not at a word that explains itself on focus. */
function focusFirstControl(event: Event): void {
  const content = event.target as HTMLElement;
  const control =
    content.querySelector<HTMLElement>("form :is(input, select, textarea)") ??
    content.querySelector("button");
  event.preventDefault();
  control?.focus();
}

/** Where the focus goes when a dialog closes: to what opened it, or to the page's heading where that is gone. */
function giveFocusBack(opener: Element | null): void {
  const target = opener?.isConnected && opener !== document.body ? opener : document.querySelector("main h1");
  if (target instanceof HTMLElement) target.focus();
}
