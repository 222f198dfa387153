"use client";

import { lazy, type ReactNode } from "react";
import { NavigationSuspense } from "@/components/shell/navigation-suspense";

// Lazy: opening this page must not load the skeletons of others.
const PageSkeleton = lazy(() =>
  import("@/components/agents/agents-skeleton").then((module) => ({ default: module.AgentsSkeleton })),
);

export default function Template({ children }: { children: ReactNode }) {
  return <NavigationSuspense fallback={<PageSkeleton />}>{children}</NavigationSuspense>;
}
