"use client";

import {
  type ComponentType,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import type { ToastListProps, ToastMessage } from "./toast-list";

type ShowToast = (text: ReactNode, action?: ToastMessage["action"]) => void;

const ToastContext = createContext<ShowToast>(() => {});
const ClearToastsContext = createContext(() => {});

/** At most this many toasts are on the screen; a new one replaces the oldest. */
const MAX_TOASTS = 3;

/** Whether an event happened on a toast, which must not close or refocus an open dialog. */
export const isToastTarget = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("[data-toasts]") !== null;

/**
 * Shows a message in a corner, or above an open dialog, for some seconds. Assistive technology announces it without moving
 * the focus. It survives navigation.
 */
export const useToast = (): ShowToast => useContext(ToastContext);

/** Removes all toasts when it appears and when it disappears. */
export function ClearToasts() {
  const clear = useContext(ClearToastsContext);
  useEffect(() => {
    clear();
    return clear;
  }, [clear]);
  return null;
}

/** Keeps the toasts of all pages. Radix, which shows them, loads at the first interaction: no page needs it before. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<ToastMessage[]>([]);
  const [List, setList] = useState<ComponentType<ToastListProps>>();
  const region = useRef<HTMLDivElement>(null);
  const previousFocus = useRef<EventTarget>(null);

  const load = useCallback(() => {
    // If it cannot be loaded, as offline, the next toast tries again.
    import("./toast-list").then(
      ({ ToastList }) => setList(() => ToastList),
      () => {},
    );
  }, []);
  const remove = useCallback((id: number) => setToasts((now) => now.filter((toast) => toast.id !== id)), []);
  const clear = useCallback(() => setToasts([]), []);
  const showToast = useCallback<ShowToast>(
    (text, action) => {
      const id = nextId();
      setToasts((now) => [...now.slice(1 - MAX_TOASTS), { id, text, action }]);
      load();
    },
    [load],
  );

  useEffect(() => {
    const options = { once: true, capture: true };
    document.addEventListener("pointerdown", load, options);
    document.addEventListener("keydown", load, options);
    // An open dialog would take the focus back from a toast. Its listeners come after these, so they never see the event.
    const stop = (event: FocusEvent) => {
      if (isToastTarget(event.type === "focusin" ? event.target : event.relatedTarget)) {
        event.stopImmediatePropagation();
      }
    };
    document.addEventListener("focusin", stop);
    document.addEventListener("focusout", stop);
    return () => {
      document.removeEventListener("pointerdown", load, options);
      document.removeEventListener("keydown", load, options);
      document.removeEventListener("focusin", stop);
      document.removeEventListener("focusout", stop);
    };
  }, [load]);

  // Dialogs leave this much space at the top.
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

  return (
    <ToastContext value={showToast}>
      <ClearToastsContext value={clear}>{children}</ClearToastsContext>
      {/* On the page from the start: a live region that arrives with its text is not announced. */}
      <div
        ref={region}
        data-toasts
        role="status"
        aria-live="polite"
        // Announces only the new toast, not those beside it.
        aria-atomic="false"
        onFocus={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) previousFocus.current = relatedTarget;
        }}
        className="pointer-events-none fixed inset-x-3 bottom-3 z-[60] sm:left-auto sm:max-w-md in-[:root:has([role=dialog],[role=alertdialog])]:top-3 in-[:root:has([role=dialog],[role=alertdialog])]:bottom-auto"
      >
        {List && toasts.length > 0 ? (
          <List toasts={toasts} onRemove={remove} previousFocus={previousFocus} />
        ) : null}
      </div>
    </ToastContext>
  );
}

let lastId = 0;
function nextId(): number {
  lastId += 1;
  return lastId;
}
