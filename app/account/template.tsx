"use client";

import { lazy, type ReactNode } from "react";
import { NavigationSuspense } from "@/components/shell/navigation-suspense";

// Lazy: a page does not need the skeletons of others.
const PageSkeleton = lazy(() =>
  import("@/components/account/account-skeleton").then((module) => ({ default: module.AccountSkeleton })),
);

export default function Template({ children }: { children: ReactNode }) {
  return <NavigationSuspense fallback={<PageSkeleton />}>{children}</NavigationSuspense>;
}
