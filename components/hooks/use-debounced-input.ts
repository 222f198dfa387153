"use client";

import { useEffect, useRef, useState } from "react";
import { isDay } from "@/lib/core/time";

/**
 * Text that is told once typing rests.
 * @param value what counts; it may change by itself, as by the back button
 * @param take what typed text stands for; undefined while it is none yet
 * @returns what stands in the field, and a way to change it
 */
export function useDebouncedInput(
  value: string,
  pauseMs: number,
  take: (typed: string) => string | undefined,
  onChange: (text: string) => void,
): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const latest = useRef({ take, onChange });
  latest.current = { take, onChange };

  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);

  useEffect(() => {
    const text = latest.current.take(typed);
    if (text === undefined || text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      latest.current.onChange(text);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, pauseMs]);

  return [typed, setTyped];
}

/** A date, with or without its time: half a year number is a year as well, and not the one that is meant. */
export const parseTypedDate = (typed: string): string | undefined =>
  typed !== "" && (typed < "2000" || !isDay(typed.slice(0, 10))) ? undefined : typed;
