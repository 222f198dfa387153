"use client";

import { lazy, type ReactNode } from "react";
import { NavigationSuspense } from "@/components/shell/navigation-suspense";

// Loaded on navigation: the first page does not need the skeletons of the others.
const PageSkeleton = lazy(() =>
  import("./page-skeleton").then((module) => ({ default: module.PageSkeleton })),
);

export default function Template({ children }: { children: ReactNode }) {
  return <NavigationSuspense fallback={<PageSkeleton />}>{children}</NavigationSuspense>;
}
