import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { AuditPage } from "@/lib/audit/contract";
import type { AuditFilters } from "@/lib/audit/terms";
import { getJson } from "../get-json";

type Fetcher = (cursor: string | null, signal: AbortSignal) => Promise<AuditPage>;

/** The filters as they stand in an address; those that are not set are left out. */
export function auditSearch(filters: AuditFilters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ""));
}

/**
 * What was done in a workspace, page by page, newest first; the server prefetches by the same options. Days are those of
 * the zone, which the server knows by the browser's cookie: on a first visit not yet.
 */
export const auditQuery = (
  workspace: string,
  filters: AuditFilters,
  zone: string,
  fetchPage: Fetcher = fetchFrom(workspace, filters),
) =>
  infiniteQueryOptions({
    queryKey: ["audit", workspace, filters, filters.from || filters.to ? zone : null],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: AuditPage) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

const fetchFrom =
  (workspace: string, filters: AuditFilters): Fetcher =>
  (cursor, signal) => {
    const query = auditSearch(filters);
    if (cursor) query.set("cursor", cursor);
    return getJson(`/${workspace}/data/audit?${query}`, signal);
  };
