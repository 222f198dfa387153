"use client";

import { useQuery } from "@tanstack/react-query";
import { hasFailed } from "../read-failed";
import { TryAgain } from "../ui/try-again";
import { recentUseQuery } from "./queries";
import { recentUseSentence } from "./words";

/** How much keys were used lately: whom it would break to delete them. Not knowing it keeps nobody from anything. */
export function RecentUse({ workspace, ids }: { workspace: string; ids: string[] }) {
  const query = useQuery(recentUseQuery(workspace, ids));
  const failed = hasFailed(query);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 font-semibold">
      <p role="status">
        {query.isPending && !failed ? <span className="text-muted">Counting requests…</span> : null}
        {failed ? "The requests of the last 24 hours could not be counted." : null}
        {query.data ? recentUseSentence(query.data, query.data) : null}
      </p>
      {failed ? <TryAgain busy={query.isFetching} onClick={() => void query.refetch()} /> : null}
    </div>
  );
}
