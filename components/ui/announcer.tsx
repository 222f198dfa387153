"use client";

import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { Button } from "./button";

interface Message {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

type Announce = (text: string, action?: Message["action"]) => void;

const Context = createContext<Announce>(() => {});

/** Long enough to read twice, and to reach an action by keyboard. */
const STAYS_MS = 8000;

/** Tells what was done: seen in a corner for a while, and read out by assistive technology without taking the focus. */
export const useAnnounce = (): Announce => useContext(Context);

/** Holds what is announced. One around a page. */
export function Announcer({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<Message[]>([]);
  const dismiss = useCallback(
    (id: number) => setMessages((now) => now.filter((message) => message.id !== id)),
    [],
  );
  const announce = useCallback<Announce>((text, action) => {
    const id = nextId();
    setMessages((now) => [...now.slice(-2), { id, text, action }]);
  }, []);
  const value = useMemo(() => announce, [announce]);
  return (
    <Context value={value}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-3 bottom-3 z-[60] flex flex-col items-end gap-2 sm:left-auto sm:max-w-md"
      >
        {messages.map((message) => (
          <Toast key={message.id} message={message} onDismiss={dismiss} />
        ))}
      </div>
    </Context>
  );
}

let lastId = 0;
function nextId(): number {
  lastId += 1;
  return lastId;
}

function Toast({ message, onDismiss }: { message: Message; onDismiss: (id: number) => void }) {
  const { id, text, action } = message;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onDismiss(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [held, id, onDismiss]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only holds the timer; nothing is operated by it.
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex w-full items-center gap-3 rounded-xl bg-strong py-1.5 pr-1.5 pl-4 text-on-strong shadow-lg sm:w-auto forced-colors:border"
    >
      <span className="min-w-0 flex-1 break-words">{text}</span>
      {action ? (
        <button
          type="button"
          className="min-h-9 rounded-lg px-2 font-semibold underline underline-offset-4"
          onClick={() => {
            action.run();
            onDismiss(id);
          }}
        >
          {action.label}
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
