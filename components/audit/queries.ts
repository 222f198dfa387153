import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { AuditFilters } from "@/lib/features/audit/constants";
import type { AuditPage } from "@/lib/features/audit/contract";
import { fetchJson } from "../data/fetch-json";

type Fetcher = (cursor: string | null, signal: AbortSignal) => Promise<AuditPage>;

/** The filters as they stand in an address; those that are not set are left out. */
export function auditSearchParams(filters: AuditFilters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ""));
}

/**
 * What was done in a workspace, page by page, newest first; the server prefetches by the same options. Days are those of
 * the zone, which the server knows by the browser's cookie: on a first visit not yet.
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
