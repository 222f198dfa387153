"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * Focuses the first new row of a list when "Show more" or "Try again" was removed after its press. Rows must be focusable.
 * @returns `listRef` for the parent of the rows, and `focusNext` to call when more rows are requested
 */
export function useFocusNewRows<E extends HTMLElement>(
  count: number,
  hasMore: boolean,
): { listRef: RefObject<E | null>; focusNext: () => void } {
  const listRef = useRef<E>(null);
  const countAtRequest = useRef<number>(undefined);
  useLayoutEffect(() => {
    const from = countAtRequest.current;
    if (from === undefined || count <= from) return;
    countAtRequest.current = undefined;
    const row = listRef.current?.children.item(from);
    const lost = !hasMore || document.activeElement === document.body;
    if (lost && row instanceof HTMLElement) row.focus();
  }, [count, hasMore]);
  const focusNext = () => {
    countAtRequest.current = count;
  };
  return { listRef, focusNext };
}
