"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { isolate } from "@/lib/core/bidi";
import { formatInstant } from "@/lib/core/time";
import { permissionLabel } from "@/lib/features/api-keys/constants";
import { formatChanges } from "@/lib/features/audit/constants";
import type { AuditEntryDto, AuditUserDto } from "@/lib/features/audit/contract";
import { LoadMore } from "../data/load-more";
import { UserText } from "../data/user-text";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useFocusNewRows } from "../hooks/use-focus-new-rows";
import { accessLabel } from "../members/access-labels";
import { PageHeader } from "../shell/page-header";
import { PageLink } from "../shell/page-link";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { AuditFiltersBar } from "./audit-filters-bar";
import { actionSentence } from "./labels";
import { auditQueryOptions, auditSearchParams } from "./queries";
import { ENTRY_CLASS } from "./styles";
import { useAuditFilters } from "./use-audit-filters";

interface Props {
  workspace: string;
  /** The users to filter by; null when there are too many to list. */
  users: AuditUserDto[] | null;
}

/** The audit log, newest entry first. */
export function AuditPage({ workspace, users }: Props) {
  const [filters, changeFilters] = useAuditFilters();
  const query = useInfiniteQuery(auditQueryOptions(workspace, filters, useClock().zone));
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  const { listRef, focusNext } = useFocusNewRows<HTMLOListElement>(entries.length, query.hasNextPage);
  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  return (
    <>
      <PageHeader title="Audit" />
      <AuditFiltersBar workspace={workspace} users={users} filters={filters} onChange={changeFilters} />
      {isQueryError(query) && !query.isFetchNextPageError ? (
        <QueryError query={query} resourceName="The audit log" />
      ) : null}
      <p role="status" className="text-muted">
        <span>{query.isPending ? "Loading entries…" : null}</span>
        <span>
          {query.isSuccess && entries.length === 0
            ? auditSearchParams(filters).size > 0
              ? "No entries match these filters."
              : "No activity yet."
            : null}
        </span>
        {query.isSuccess && !query.isPlaceholderData && entries.length > 0 ? (
          <span className="sr-only">
            {entries.length === 1 ? "1 entry" : `${entries.length}${query.hasNextPage ? "+" : ""} entries`}
          </span>
        ) : null}
      </p>
      <ol
        ref={listRef}
        aria-label="Audit entries"
        aria-busy={query.isPlaceholderData}
        className="flex flex-col gap-2"
      >
        {entries.map((entry) => (
          <li key={entry.id} tabIndex={-1} className={ENTRY_CLASS}>
            <Entry workspace={workspace} entry={entry} />
          </li>
        ))}
      </ol>
      <LoadMore query={query} itemsLabel="entries" onLoadMore={showMore} />
    </>
  );
}

interface EntryProps {
  workspace: string;
  entry: AuditEntryDto;
}

function Entry({ workspace, entry }: EntryProps) {
  const { zone } = useClock();
  const { before, hasTarget, after } = actionSentence(entry.action);
  return (
    <>
      <p className="break-words">
        <span className="font-semibold">
          <UserText>{entry.actorName}</UserText>
        </span>
        <span>{`${entry.actorKind === "operator" ? " (operator)" : ""} ${before}`}</span>
        {hasTarget ? <Target workspace={workspace} entry={entry} /> : null}
        <span>{after}</span>
      </p>
      {formatChanges(entry.changes, {
        permissionLabel,
        accessLabel,
        formatText: isolate,
        formatInstant: (instant) => formatInstant(instant, zone),
      }).map((line) => (
        // Names and IDs.
        <p key={line} translate="no" className="text-sm break-words text-muted">
          {line}
        </p>
      ))}
      <p className="mt-1 text-sm text-muted">
        <RelativeTime at={entry.at} />
        <span>{entry.address ? ` from ${entry.address}` : ""}</span>
      </p>
    </>
  );
}

/** The name of the entry’s target. For a key it links to its page, which remains after the key is deleted. */
function Target({ workspace, entry: { targetKind, targetId, targetName } }: EntryProps) {
  if (targetKind !== "api_key")
    return (
      <span className="font-semibold">
        <UserText>{targetName}</UserText>
      </span>
    );
  return (
    <PageLink
      href={`/${workspace}/configure/api-keys/${targetId}`}
      className="rounded-sm font-semibold underline underline-offset-4"
    >
      <UserText>{targetName}</UserText>
    </PageLink>
  );
}
