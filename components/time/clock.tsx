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
import { parseTimeZone } from "@/lib/core/time";

interface Clock {
  /** Milliseconds since 1970, updated every 30 seconds. */
  now: number;
  /** The time zone of the browser; during the first render, the zone of the last visit. */
  zone: string;
}

const Context = createContext<Clock>({ now: 0, zone: "UTC" });

export const useClock = (): Clock => useContext(Context);

const TICK_MS = 30_000;

interface Props {
  /** The server time of the response, so that the browser renders the same text first. */
  initialNow: number;
  /** The time zone of the last visit. */
  initialZone: string;
  children: ReactNode;
}

/** The current time and the time zone, without a hydration mismatch. */
export function ClockProvider({ initialNow, initialZone, children }: Props) {
  const [now, setNow] = useState(initialNow);
  const [zone, setZone] = useState(initialZone);
  useEffect(() => {
    // UTC where the browser does not know its zone and names it Etc/Unknown, which it then refuses.
    const own = parseTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
    setZone(own);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http.
    document.cookie = `tz=${encodeURIComponent(own)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    const tick = () => startTransition(() => setNow(Date.now()));
    // An update right away would render every time on the page twice. It is needed for a page that the browser restored
    // with the Back button, and for a wrong clock.
    if (Math.abs(Date.now() - initialNow) > TICK_MS) tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [initialNow]);
  const clock = useMemo(() => ({ now, zone }), [now, zone]);
  return <Context value={clock}>{children}</Context>;
}
