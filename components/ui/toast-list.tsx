import * as Radix from "@radix-ui/react-toast";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { Button } from "./button";

export interface ToastMessage {
  id: number;
  text: ReactNode;
  action?: { label: string; run: () => void };
}

/** Long enough to read the text twice; with an action, also to reach it by keyboard. */
const TOAST_DURATION_MS = 8000;
const TOAST_WITH_ACTION_DURATION_MS = 15_000;

/** Moves the focus to the newest action. Radix's default key. */
const TOAST_SHORTCUT = "F8";

export interface ToastListProps {
  toasts: ToastMessage[];
  onRemove: (id: number) => void;
  /** What had the focus before it moved to the toasts. */
  previousFocus: RefObject<EventTarget | null>;
}

/**
 * The toasts on the screen. Render it only while there are any: Radix stays paused if its last toast is removed under the
 * pointer, and the next one would never expire.
 */
export function ToastList({ toasts, onRemove, previousFocus }: ToastListProps) {
  // Not on the page. Radix announces a second copy of each text, but the region around this list is already live.
  const [unusedAnnouncer] = useState(() => document.createElement("div"));
  const restoreFocus = () => {
    if (previousFocus.current instanceof HTMLElement) previousFocus.current.focus();
    previousFocus.current = null;
  };
  return (
    <Radix.Provider announcerContainer={unusedAnnouncer}>
      {toasts.map((toast) => (
        <Toast
          key={toast.id}
          toast={toast}
          onClose={() => onRemove(toast.id)}
          onEscape={() => {
            restoreFocus();
            onRemove(toast.id);
          }}
        />
      ))}
      <Radix.Viewport
        hotkey={[TOAST_SHORTCUT]}
        // Radix focuses the list itself: on F8, and when a toast that has the focus closes.
        onFocus={({ target, currentTarget, relatedTarget }) => {
          if (target !== currentTarget) return;
          if (!currentTarget.contains(relatedTarget)) return focusNewestAction(currentTarget);
          currentTarget.blur();
          restoreFocus();
        }}
        className="flex flex-col items-end gap-2 outline-none"
      />
    </Radix.Provider>
  );
}

function focusNewestAction(list: HTMLElement): void {
  const actions = list.querySelectorAll<HTMLElement>("[aria-keyshortcuts]");
  const buttons = list.querySelectorAll("button");
  (actions[actions.length - 1] ?? buttons[buttons.length - 1])?.focus();
}

interface ToastProps {
  toast: ToastMessage;
  onClose: () => void;
  onEscape: () => void;
}

function Toast({ toast: { text, action }, onClose, onEscape }: ToastProps) {
  const keepOpen = useRef(false);
  return (
    <Radix.Root
      duration={action ? TOAST_WITH_ACTION_DURATION_MS : TOAST_DURATION_MS}
      // Radix closes the newest toast on Escape anywhere. Here Escape closes a toast only if it has the focus.
      onEscapeKeyDown={({ target }) => {
        keepOpen.current = !(target instanceof Element && target.closest("[data-toasts]"));
      }}
      onKeyDown={({ key }) => key === "Escape" && onEscape()}
      onOpenChange={() => {
        if (!keepOpen.current) onClose();
        keepOpen.current = false;
      }}
      open
      // Radix turns off the pointer events of a toast that is older than an open dialog.
      style={{ pointerEvents: "auto" }}
      className="flex w-full items-center gap-3 rounded-xl bg-strong py-1.5 pr-1.5 pl-4 text-on-strong shadow-lg data-[swipe=cancel]:translate-x-0 data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x) sm:w-auto forced-colors:border"
    >
      <Radix.Description className="min-w-0 flex-1 break-words">{text}</Radix.Description>
      {action ? (
        <Radix.Action
          altText={`${action.label} (press ${TOAST_SHORTCUT})`}
          aria-keyshortcuts={TOAST_SHORTCUT}
          className="min-h-9 rounded-lg px-2 font-semibold whitespace-nowrap underline underline-offset-4"
          onClick={action.run}
        >
          <span>{action.label}</span>
          {/* Announced with the text: how to reach the action before the toast disappears. */}
          <span className="sr-only">{` (press ${TOAST_SHORTCUT})`}</span>
          <kbd aria-hidden className="ml-2 font-mono text-xs opacity-70 max-sm:hidden">
            {TOAST_SHORTCUT}
          </kbd>
        </Radix.Action>
      ) : null}
      <Radix.Close asChild>
        <Button
          variant="ghost"
          size="icon"
          aria-label="Dismiss"
          className="size-9! text-on-strong! hover:bg-transparent!"
        >
          <X aria-hidden size={16} />
        </Button>
      </Radix.Close>
    </Radix.Root>
  );
}
