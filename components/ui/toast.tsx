"use client";

import { X } from "lucide-react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button } from "./button";

interface ToastMessage {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

type ShowToast = (text: string, action?: ToastMessage["action"]) => void;

const ToastContext = createContext<ShowToast>(() => {});

/** Long enough to read twice; and where something can be done, to reach it by keyboard. */
const TOAST_DURATION_MS = 8000;
const TOAST_WITH_ACTION_DURATION_MS = 15_000;

/** Takes the focus to the newest message with an action, as in other libraries of such messages. */
const TOAST_SHORTCUT = "F8";

/** What Escape or a press does on a message is meant for the message, and not for a dialog that is open. */
export const isToastTarget = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("[data-message]") !== null;

/** Tells what was done: seen in a corner for a while, above a dialog where one is open, and read out by assistive technology without taking the focus. */
export const useToast = (): ShowToast => useContext(ToastContext);

/** Holds what is announced. One around all pages. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<ToastMessage[]>([]);
  const remove = useCallback(
    (id: number) => setMessages((now) => now.filter((message) => message.id !== id)),
    [],
  );
  const announce = useCallback<ShowToast>((text, action) => {
    const id = nextId();
    setMessages((now) => [...now.slice(-2), { id, text, action }]);
  }, []);
  const value = useMemo(() => announce, [announce]);
  const region = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<EventTarget>(null);
  useEffect(() => {
    const reach = (event: KeyboardEvent) => {
      const action = [...(region.current?.querySelectorAll<HTMLElement>("[aria-keyshortcuts]") ?? [])].at(-1);
      if (event.key !== TOAST_SHORTCUT || !action) return;
      event.preventDefault();
      action.focus();
    };
    // A dialog takes the focus back when it leaves; listening after this, it does not hear of the way to a message.
    const pass = (event: FocusEvent) => {
      if (isToastTarget(event.type === "focusin" ? event.target : event.relatedTarget)) {
        event.stopImmediatePropagation();
      }
    };
    document.addEventListener("keydown", reach);
    document.addEventListener("focusin", pass);
    document.addEventListener("focusout", pass);
    return () => {
      document.removeEventListener("keydown", reach);
      document.removeEventListener("focusin", pass);
      document.removeEventListener("focusout", pass);
    };
  }, []);
  // A dialog leaves room for them.
  useEffect(() => {
    const { current } = region;
    if (!current) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      const height = current.offsetHeight;
      style.setProperty("--toasts-height", height === 0 ? "0px" : `calc(${height}px + 0.75rem)`);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  // A message that the person puts away gives the focus back to where it came from.
  const dismiss = useCallback(
    (id: number) => {
      if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
      cameFrom.current = null;
      remove(id);
    },
    [remove],
  );
  return (
    <ToastContext value={value}>
      {children}
      <div
        ref={region}
        role="status"
        aria-live="polite"
        // Only what is new is read, not what still stands beside it.
        aria-atomic="false"
        onFocus={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
        }}
        className="pointer-events-none fixed inset-x-3 bottom-3 z-[60] flex flex-col items-end gap-2 sm:left-auto sm:max-w-md in-[:root:has([role=dialog],[role=alertdialog])]:top-3 in-[:root:has([role=dialog],[role=alertdialog])]:bottom-auto"
      >
        {messages.map((message) => (
          <Toast key={message.id} message={message} onExpire={remove} onDismiss={dismiss} />
        ))}
      </div>
    </ToastContext>
  );
}

let lastId = 0;
function nextId(): number {
  lastId += 1;
  return lastId;
}

interface ToastProps {
  message: ToastMessage;
  onExpire: (id: number) => void;
  onDismiss: (id: number) => void;
}

function Toast({ message, onExpire, onDismiss }: ToastProps) {
  const { id, text, action } = message;
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = hovered || focused;
  const stays = action ? TOAST_WITH_ACTION_DURATION_MS : TOAST_DURATION_MS;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onExpire(id), stays);
    return () => clearTimeout(timer);
  }, [held, id, onExpire, stays]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only holds the timer; nothing is operated by it.
    <div
      data-message
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={(event) => event.key === "Escape" && onDismiss(id)}
      className="pointer-events-auto flex w-full items-center gap-3 rounded-xl bg-strong py-1.5 pr-1.5 pl-4 text-on-strong shadow-lg sm:w-auto forced-colors:border"
    >
      <span className="min-w-0 flex-1 break-words">{text}</span>
      {action ? (
        <button
          type="button"
          aria-keyshortcuts={TOAST_SHORTCUT}
          className="min-h-9 rounded-lg px-2 font-semibold whitespace-nowrap underline underline-offset-4"
          onClick={() => {
            action.run();
            onDismiss(id);
          }}
        >
          {action.label}
          {/* Read out with the message: how to get here before it goes. */}
          <span className="sr-only"> (press {TOAST_SHORTCUT})</span>
          <kbd aria-hidden className="ml-2 font-mono text-xs opacity-70 max-sm:hidden">
            {TOAST_SHORTCUT}
          </kbd>
        </button>
      ) : null}
      <Button
        variant="ghost"
        size="icon"
        aria-label="Dismiss"
        className="size-9! text-on-strong! hover:bg-transparent!"
        onClick={() => onDismiss(id)}
      >
        <X aria-hidden size={16} />
      </Button>
    </div>
  );
}
