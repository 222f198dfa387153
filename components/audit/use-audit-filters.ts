"use client";

import { useMemo } from "react";
import { isDay } from "@/lib/core/time";
import { AUDIT_ACTIONS, type AuditFilters } from "@/lib/features/audit/constants";
import { useUrlSearchParams } from "../hooks/use-url-search-params";
import { auditSearchParams } from "./queries";

function parseAuditFilters(address: URLSearchParams): AuditFilters {
  const text = (name: string) => (address.get(name) ?? "").trim().slice(0, 100);
  const day = (name: string) => (isDay(text(name)) ? text(name) : "");
  return {
    person: text("person"),
    action: AUDIT_ACTIONS.find((action) => action === text("action")) ?? "",
    target: text("target"),
    from: day("from"),
    to: day("to"),
  };
}

/** What of the audit is shown: kept in the address, so that it can be shared and the back button works. */
export function useAuditFilters(): [AuditFilters, (next: Partial<AuditFilters>) => void] {
  const [address, changeAddress] = useUrlSearchParams();
  const filters = useMemo(() => parseAuditFilters(address), [address]);
  const change = (next: Partial<AuditFilters>) => {
    // From the address as it is, not as it was painted: of two quick changes none undoes the other.
    const now = parseAuditFilters(new URLSearchParams(window.location.search));
    const query = auditSearchParams({ ...now, ...next });
    // Every choice is a step of its own; of a text being typed only its beginning is, so that "back" leaves it.
    const typing = Object.keys(next).join() === "target" && now.target !== "" && next.target !== "";
    changeAddress(query, typing ? "replace" : "push");
  };
  return [filters, change];
}
