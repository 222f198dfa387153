"use client";

import { isDay } from "@/lib/core/time";
import { AUDIT_ACTIONS, type AuditFilters } from "@/lib/features/audit/constants";
import { useSearchParamsState } from "../hooks/use-search-params-state";
import { auditSearchParams } from "./queries";

function parseAuditFilters(params: URLSearchParams): AuditFilters {
  const text = (name: string) => (params.get(name) ?? "").trim().slice(0, 100);
  const day = (name: string) => (isDay(text(name)) ? text(name) : "");
  return {
    person: text("person"),
    action: AUDIT_ACTIONS.find((action) => action === text("action")) ?? "",
    target: text("target"),
    from: day("from"),
    to: day("to"),
  };
}

/** The filters of the audit page, kept in the URL. */
export const useAuditFilters = (): [AuditFilters, (changes: Partial<AuditFilters>) => void] =>
  useSearchParamsState(parseAuditFilters, auditSearchParams, "target");
