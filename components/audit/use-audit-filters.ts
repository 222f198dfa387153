"use client";

import { useMemo } from "react";
import { AUDIT_ACTIONS, type AuditFilters } from "@/lib/audit/terms";
import { useAddress } from "../use-address";
import { auditSearch } from "./queries";

function filtersOf(address: URLSearchParams): AuditFilters {
  const text = (name: string) => (address.get(name) ?? "").trim().slice(0, 100);
  const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text(name)) ? text(name) : "");
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
  const [address, changeAddress] = useAddress();
  const filters = useMemo(() => filtersOf(address), [address]);
  const change = (next: Partial<AuditFilters>) => {
    // From the address as it is, not as it was painted: of two quick changes none undoes the other.
    const query = auditSearch({ ...filtersOf(new URLSearchParams(window.location.search)), ...next });
    // Typing replaces, so that one press of "back" leaves the search; every choice is a step of its own.
    const typing = next.target !== undefined && Object.keys(next).length === 1;
    changeAddress(query, typing ? "replace" : "push");
  };
  return [filters, change];
}
