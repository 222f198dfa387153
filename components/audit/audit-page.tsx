"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { AuditEntryDto, AuditPersonDto } from "@/lib/audit/contract";
import { changeLines } from "@/lib/audit/terms";
import { formatInstant } from "@/lib/time";
import { ReadFailed } from "../read-failed";
import { PageHeader } from "../shell/page-header";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { Button } from "../ui/button";
import { AuditFiltersBar } from "./audit-filters-bar";
import { auditQuery, auditSearch } from "./queries";
import { useAuditFilters } from "./use-audit-filters";
import { ACTION_WORDS } from "./words";

/** Who did what to which thing, when and from where, newest first. */
export function AuditPage({ workspace, people }: { workspace: string; people: AuditPersonDto[] }) {
  const [filters, changeFilters] = useAuditFilters();
  const query = useInfiniteQuery(auditQuery(workspace, filters, useClock().zone));
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      <PageHeader title="Audit" />
      <AuditFiltersBar workspace={workspace} people={people} filters={filters} onChange={changeFilters} />
      {query.isError ? (
        <ReadFailed error={query.error} what="The audit" onRetry={() => void query.refetch()} />
      ) : null}
      <p role="status" className="text-muted">
        {query.isPending ? "Loading entries…" : null}
        {query.isSuccess && entries.length === 0
          ? auditSearch(filters).size > 0
            ? "Nothing that was done here matches these filters."
            : "Nothing was done here yet."
          : null}
      </p>
      <ol aria-label="Audit entries" aria-busy={query.isPlaceholderData} className="flex flex-col gap-2">
        {entries.map((entry) => (
          <li key={entry.id} className="rounded-row border border-line/60 bg-card px-5 py-4">
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {query.hasNextPage ? (
        <div className="mt-5 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? "Loading…" : "Older entries"}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Entry({ entry }: { entry: AuditEntryDto }) {
  const { zone } = useClock();
  return (
    <>
      <p className="break-words">
        <span className="font-semibold">{entry.actorName}</span>
        {entry.actorKind === "operator" ? " (operator)" : ""} {ACTION_WORDS[entry.action]}{" "}
        <span className="font-semibold">{entry.targetName}</span>
      </p>
      {changeLines(entry.changes, (instant) => formatInstant(instant, zone)).map((line) => (
        <p key={line} className="text-sm break-words text-muted">
          {line}
        </p>
      ))}
      <p className="mt-1 text-sm text-muted">
        <RelativeTime at={entry.at} />
        {entry.address ? ` from ${entry.address}` : ""}
      </p>
    </>
  );
}
