import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./button";
import { focusHeading } from "./focus";
import { isToastTarget } from "./toast";
import { TranslationBoundary } from "./translation-boundary";

interface Props {
  open: boolean;
  /** Called on Escape, a press on the backdrop, or the close button. */
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** Announced by assistive technology as a question that needs a response. */
  alertDialog?: boolean;
  /** Disables the close button. */
  pending?: boolean;
  children: ReactNode;
}

/** The look of a modal dialog, its focus trap, and where the focus goes. */
export function DialogFrame({ open, onClose, title, description, alertDialog, pending, children }: Props) {
  const opener = useRef<Element>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    // Radix gives Escape to its newest layer only, and a toast that opened after the dialog is one. Radix has handled the
    // event before if the dialog is the newest layer.
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isToastTarget(event.target)) return;
      if (topDialog() === content.current) onClose();
    };
    document.addEventListener("keydown", closeOnEscape);
    return () => document.removeEventListener("keydown", closeOnEscape);
  }, [open, onClose]);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        {/* Centered, but below the toasts, so that they cover none of its buttons. */}
        <div className="pointer-events-none fixed inset-x-0 top-0 z-50 grid h-dvh grid-cols-1 grid-rows-[minmax(calc(0.75rem+var(--toasts)),1fr)_auto_minmax(0.75rem,1fr)] justify-items-center px-3">
          <Radix.Content
            ref={content}
            role={alertDialog ? "alertdialog" : "dialog"}
            onOpenAutoFocus={(event) => {
              opener.current = document.activeElement;
              focusFirstControl(event);
            }}
            onCloseAutoFocus={(event) => {
              // Radix restores the focus to its own trigger only, and these dialogs have none.
              event.preventDefault();
              restoreFocus(opener.current);
            }}
            onEscapeKeyDown={(event) => isToastTarget(event.target) && event.preventDefault()}
            {...(description ? {} : { "aria-describedby": undefined })}
            // The scroll padding keeps a focused control clear of the sticky footer.
            className="pointer-events-auto relative row-start-2 flex max-h-[calc(100dvh-1.5rem-var(--toasts))] w-full max-w-xl scroll-pb-40 flex-col overflow-y-auto rounded-2xl border border-line bg-card p-5 text-ink shadow-2xl sm:scroll-pb-28 sm:p-7"
          >
            <Radix.Title className="pr-10 text-xl font-bold break-words">{title}</Radix.Title>
            {description ? (
              <Radix.Description asChild>
                <div className="mt-1 text-muted">{description}</div>
              </Radix.Description>
            ) : null}
            <div className="mt-5">
              <TranslationBoundary>{children}</TranslationBoundary>
            </div>
            {/* Last in the tab order: the content comes first. */}
            <Radix.Close asChild>
              <Button
                variant="ghost"
                size="icon"
                aria-label="Close"
                pending={pending}
                className="absolute top-3 right-3 sm:top-5 sm:right-5"
              >
                <X aria-hidden size={20} />
              </Button>
            </Radix.Close>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * Focuses the first field of a form; in a question, the button marked `data-first-focus`; otherwise the first button, not a
 * text with a tooltip.
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

/** Focuses what opened the dialog. If that has been removed: the dialog below, or the page heading. */
function restoreFocus(opener: Element | null): void {
  const below = topDialog();
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  else if (below) below.focus();
  // When two dialogs close together, the lower one has already restored the focus.
  else if (document.activeElement === document.body) focusHeading();
}

const topDialog = (): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>("[role=dialog], [role=alertdialog]")].at(-1);
