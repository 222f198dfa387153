"use client";

import { useEffect, useRef, useState } from "react";

interface DebouncedInput {
  /** The text in the field, and its setter. */
  typed: string;
  setTyped: (typed: string) => void;
  /** For the field: the half-composed text of an input method is not reported. */
  composition: { onCompositionStart: () => void; onCompositionEnd: () => void };
}

/**
 * Reports typed text once the user stops typing.
 * @param value the current value; it may also change from outside, as by the Back button
 * @param delayMs how long the user must stop
 * @param parse the value of the typed text; undefined while it is incomplete
 */
export function useDebouncedInput(
  value: string,
  delayMs: number,
  parse: (typed: string) => string | undefined,
  onChange: (text: string) => void,
): DebouncedInput {
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  const sent = useRef(value);
  const latest = useRef({ parse, onChange });
  latest.current = { parse, onChange };

  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);

  useEffect(() => {
    if (composing) return;
    const text = latest.current.parse(typed);
    if (text === undefined || text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      latest.current.onChange(text);
    }, delayMs);
    return () => clearTimeout(timer);
  }, [typed, composing, delayMs]);

  const composition = {
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: () => setComposing(false),
  };
  return { typed, setTyped, composition };
}
