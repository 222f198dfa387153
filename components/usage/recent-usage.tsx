"use client";

import { useQuery } from "@tanstack/react-query";
import { isQueryError } from "../feedback/query-error";
import { RetryButton } from "../ui/retry-button";
import { formatRecentUsage } from "./format";
import { recentUsageQueryOptions } from "./queries";

/** The recent usage of keys, shown before they are deleted. If it cannot be loaded, deleting remains possible. */
export function RecentUsage({ workspace, ids }: { workspace: string; ids: string[] }) {
  const query = useQuery(recentUsageQueryOptions(workspace, ids));
  const failed = isQueryError(query);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 font-semibold">
      <p role="status">
        {query.isPending && !failed ? <span className="text-muted">Counting requests…</span> : null}
        <span>{failed ? "Could not count the requests of the last 24 hours." : null}</span>
        <span>{query.data ? formatRecentUsage(query.data, query.data) : null}</span>
      </p>
      {failed ? <RetryButton pending={query.isFetching} onClick={() => void query.refetch()} /> : null}
    </div>
  );
}
