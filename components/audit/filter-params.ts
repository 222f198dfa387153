import { isDay } from "@/lib/core/calendar";
import { normalizeSearchText } from "@/lib/core/search-text";
import { AUDIT_ACTIONS, type AuditFilters } from "@/lib/features/audit/constants";

/** Parses the URL as `auditFilters` does, without loading its validator. */
export function parseAuditFilters(url: Pick<URLSearchParams, "get">): AuditFilters {
  const text = (name: string) => normalizeSearchText(url.get(name) ?? "");
  const day = (name: string) => {
    const value = url.get(name) ?? "";
    return isDay(value) ? value : "";
  };
  return {
    person: text("person"),
    name: text("name"),
    action: AUDIT_ACTIONS.find((action) => action === url.get("action")) ?? "",
    target: text("target"),
    from: day("from"),
    to: day("to"),
  };
}
