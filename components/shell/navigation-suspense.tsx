"use client";

import { type ReactNode, Suspense, useState, useSyncExternalStore } from "react";
import { TranslationBoundary } from "../ui/translation-boundary";

/**
 * Shows a skeleton while a page loads after a click on a link. The first page that the browser opens is rendered complete:
 * with `loading.tsx` its response would show a skeleton, and the rows a third of a second later.
 */
export function NavigationSuspense({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  const isClientNavigation = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  // Kept for the life of the page: adding a boundary later would remount it.
  const [hasFallback] = useState(isClientNavigation);
  const content = <TranslationBoundary>{children}</TranslationBoundary>;
  return hasFallback ? <Suspense fallback={fallback}>{content}</Suspense> : content;
}
