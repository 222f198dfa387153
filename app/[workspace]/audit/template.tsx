"use client";

import { lazy, type ReactNode } from "react";
import { StandIn } from "@/components/shell/stand-in";

// What the other pages look like is nothing that this one needs to open.
const Pending = lazy(() =>
  import("@/components/audit/audit-pending").then((module) => ({ default: module.AuditPending })),
);

export default function Template({ children }: { children: ReactNode }) {
  return <StandIn pending={<Pending />}>{children}</StandIn>;
}
