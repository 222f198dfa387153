import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { AuditFilters } from "@/lib/features/audit/constants";
import type { AuditPage } from "@/lib/features/audit/contract";
import { fetchJson } from "../data/fetch-json";

type Fetcher = (cursor: string | null, signal: AbortSignal) => Promise<AuditPage>;

/** The filters as a query string, without those that are not set. */
export function auditSearchParams(filters: AuditFilters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ""));
}

/**
 * The audit log of a workspace, newest entry first; the server prefetches with the same options. The server reads the
 * time zone of the day filters from a cookie, which the first visit does not have yet: so the zone is in the query key.
 */
export const auditQueryOptions = (
  workspace: string,
  filters: AuditFilters,
  zone: string,
  fetchPage: Fetcher = auditFetcher(workspace, filters),
) =>
  infiniteQueryOptions({
    queryKey: ["audit", workspace, filters, filters.from || filters.to ? zone : null],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: AuditPage) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

const auditFetcher =
  (workspace: string, filters: AuditFilters): Fetcher =>
  (cursor, signal) => {
    const query = auditSearchParams(filters);
    if (cursor) query.set("cursor", cursor);
    return fetchJson(`/${workspace}/data/audit?${query}`, signal);
  };
