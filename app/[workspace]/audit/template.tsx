"use client";

import { lazy, type ReactNode } from "react";
import { NavigationSuspense } from "@/components/shell/navigation-suspense";

// What the other pages look like is nothing that this one needs to open.
const PageSkeleton = lazy(() =>
  import("@/components/audit/audit-skeleton").then((module) => ({ default: module.AuditSkeleton })),
);

export default function Template({ children }: { children: ReactNode }) {
  return <NavigationSuspense fallback={<PageSkeleton />}>{children}</NavigationSuspense>;
}
