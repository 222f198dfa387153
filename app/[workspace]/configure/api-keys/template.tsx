"use client";

import { lazy, type ReactNode } from "react";
import { NavigationSuspense } from "@/components/shell/navigation-suspense";

// What the other pages look like is nothing that this one needs to open.
const PageSkeleton = lazy(() =>
  import("./page-skeleton").then((module) => ({ default: module.PageSkeleton })),
);

export default function Template({ children }: { children: ReactNode }) {
  return <NavigationSuspense fallback={<PageSkeleton />}>{children}</NavigationSuspense>;
}
