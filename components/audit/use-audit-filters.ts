"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { AUDIT_ACTIONS, type AuditFilters } from "@/lib/audit/terms";
import { auditSearch } from "./queries";

/** What of the audit is shown: kept in the address, so that it can be shared and the back button works. */
export function useAuditFilters(): [AuditFilters, (next: Partial<AuditFilters>) => void] {
  const parameters = useSearchParams();
  const filters = useMemo((): AuditFilters => {
    const text = (name: string) => (parameters.get(name) ?? "").trim().slice(0, 100);
    const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text(name)) ? text(name) : "");
    return {
      person: text("person"),
      action: AUDIT_ACTIONS.find((action) => action === text("action")) ?? "",
      target: text("target"),
      from: day("from"),
      to: day("to"),
    };
  }, [parameters]);
  const change = (next: Partial<AuditFilters>) => {
    const query = auditSearch({ ...filters, ...next });
    const url = query.size > 0 ? `?${query}` : window.location.pathname;
    // Typing replaces, so that one press of "back" leaves the search; every choice is a step of its own.
    if (next.target !== undefined) window.history.replaceState(null, "", url);
    else window.history.pushState(null, "", url);
  };
  return [filters, change];
}
