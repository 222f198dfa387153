"use client";

import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import { YEAR_SECONDS } from "@/lib/core/durations";

interface Clock {
  /** Milliseconds since 1970; moves every half minute. */
  now: number;
  /** The person's time zone once it is known, before that what the server was told of it. */
  zone: string;
}

const Context = createContext<Clock>({ now: 0, zone: "UTC" });

export const useClock = (): Clock => useContext(Context);

const TICK_MS = 30_000;

interface Props {
  /** The server's clock when it rendered: the first paint in the browser shows the same. */
  initialNow: number;
  /** The zone from the person's last visit. */
  initialZone: string;
  children: ReactNode;
}

/** Gives relative times a present that moves, and instants a zone, without a difference between server and browser. */
export function ClockProvider({ initialNow, initialZone, children }: Props) {
  const [now, setNow] = useState(initialNow);
  const [zone, setZone] = useState(initialZone);
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setZone(own);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http.
    document.cookie = `tz=${encodeURIComponent(own)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    const tick = () => startTransition(() => setNow(Date.now()));
    // Moved at once, every word about time would be drawn a second time as the page opens. A page that comes back from
    // the browser's memory, or a clock that is set wrong, is another matter.
    if (Math.abs(Date.now() - initialNow) > TICK_MS) tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [initialNow]);
  const clock = useMemo(() => ({ now, zone }), [now, zone]);
  return <Context value={clock}>{children}</Context>;
}
