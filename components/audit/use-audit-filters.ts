"use client";

import type { AuditFilters } from "@/lib/features/audit/constants";
import { useSearchParamsState } from "../hooks/use-search-params-state";
import { parseAuditFilters } from "./filter-params";
import { auditSearchParams } from "./queries";

/** The filters of the audit page, kept in the URL. */
export const useAuditFilters = (): [AuditFilters, (changes: Partial<AuditFilters>) => void] =>
  useSearchParamsState(parseAuditFilters, auditSearchParams, "target");
