"use client";

import { useQuery } from "@tanstack/react-query";
import { recentUseQuery } from "./queries";
import { recentUseSentence } from "./words";

/** How much keys were used lately: whom it would break to delete them. Not knowing it keeps nobody from anything. */
export function RecentUse({ workspace, ids }: { workspace: string; ids: string[] }) {
  const query = useQuery(recentUseQuery(workspace, ids));
  return (
    <p role="status" className="font-semibold">
      {query.isPending ? <span className="text-muted">Counting requests…</span> : null}
      {query.isError ? "The requests of the last 24 hours could not be counted." : null}
      {query.data ? recentUseSentence(query.data) : null}
    </p>
  );
}
