"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * When the last page of a list has come, the button that asked for it is gone, as "Try again" is when what failed has
 * come: the focus goes on to the first new row, which must be able to take it.
 * @returns `listRef` for the rows' parent, and `focusNext` to be called as more are asked for
 */
export function useFocusNewRows<E extends HTMLElement>(
  count: number,
  hasMore: boolean,
): { listRef: RefObject<E | null>; focusNext: () => void } {
  const listRef = useRef<E>(null);
  const asked = useRef<number>(undefined);
  useLayoutEffect(() => {
    const from = asked.current;
    if (from === undefined || count <= from) return;
    asked.current = undefined;
    const row = listRef.current?.children.item(from);
    const lost = !hasMore || document.activeElement === document.body;
    if (lost && row instanceof HTMLElement) row.focus();
  }, [count, hasMore]);
  const focusNext = () => {
    asked.current = count;
  };
  return { listRef, focusNext };
}
