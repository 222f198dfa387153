"use client";

import { type ReactNode, Suspense, useState, useSyncExternalStore } from "react";

/**
 * What stands in for a page that was chosen by a link and is on its way. A page that the browser opens comes whole:
 * with a `loading.tsx` its first answer would show a skeleton first, and its rows a third of a second later.
 */
export function NavigationSuspense({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  const byLink = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  // Once and for all: a boundary that comes later would take the page off the screen and make it anew.
  const [standIn] = useState(byLink);
  return standIn ? <Suspense fallback={fallback}>{children}</Suspense> : children;
}
