"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { LoadMore } from "../data/load-more";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useFocusNewRows } from "../hooks/use-focus-new-rows";
import { BulkActionBar } from "./bulk-action-bar";
import { NoApiKeys, NoResults } from "./key-list-empty";
import { KeyRowsSkeleton } from "./key-list-skeleton";
import { KeyRow } from "./key-row";
import { hasFilters, type ListParams } from "./list-params";
import type { Selection } from "./use-selection";

interface Props {
  workspace: string;
  query: UseInfiniteQueryResult;
  keys: ApiKeyDto[];
  params: ListParams;
  /** The name of the agent to filter by, for an empty list. */
  agentName: string;
  canEdit: boolean;
  selection: Selection;
  /** Whether `keys` are the selected keys instead of the query's results. */
  onlySelected: boolean;
  onToggleSelected: () => void;
  onClear: (next: Partial<ListParams>) => void;
  onCreate: () => void;
  onEdit: (key: ApiKeyDto) => void;
  onDelete: (keys: ApiKeyDto[]) => void;
}

/** The list in its states: pending, error, empty, without results, with rows. */
export function KeyList(props: Props) {
  const { workspace, query, keys, params, canEdit, selection, onlySelected, onEdit, onDelete } = props;
  const more = query.hasNextPage && !onlySelected;
  const { listRef, focusNext } = useFocusNewRows<HTMLUListElement>(keys.length, more);
  const failed = isQueryError(query) && !query.isFetchNextPageError;
  // The rows of the previous filter say nothing about the current one, especially when there are none.
  const isStale = query.isPlaceholderData && !onlySelected;
  const pending = !failed && !onlySelected && (query.isPending || (isStale && keys.length === 0));

  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  return (
    <>
      {failed ? <QueryError query={query} resourceName="The keys" /> : null}
      <BulkActionBar
        keys={keys}
        hasMore={more}
        filtered={hasFilters(params)}
        loaded={query.isSuccess && !pending && !isStale}
        selection={canEdit ? selection : null}
        onlySelected={onlySelected}
        onToggleSelected={props.onToggleSelected}
        disabled={isStale}
        onDelete={() => onDelete([...selection.keys.values()])}
      />
      {pending ? <KeyRowsSkeleton selectable={canEdit} /> : null}
      {keys.length === 0 && query.data && !pending ? <EmptyList {...props} /> : null}
      <ul
        ref={listRef}
        aria-label="API keys"
        aria-busy={isStale}
        // Keep focused rows clear of the sticky action bar.
        className={clsx(
          "flex flex-col gap-2 [&_:is(a,button,input,time)]:scroll-mt-20",
          keys.length === 0 && "hidden",
        )}
      >
        {keys.map((key) => (
          <li key={key.id} tabIndex={-1} className="scroll-mt-20 rounded-row">
            <KeyRow
              apiKey={key}
              href={`/${workspace}/configure/api-keys/${key.id}`}
              canEdit={canEdit}
              selected={selection.keys.has(key.id)}
              selectable={!isStale}
              onSelect={(on, range) => selection.set(key, on, range)}
              onEdit={() => onEdit(key)}
              onDelete={() => onDelete([key])}
            />
          </li>
        ))}
      </ul>
      {onlySelected ? null : <LoadMore query={query} itemsLabel="keys" onLoadMore={showMore} />}
    </>
  );
}

function EmptyList({ params, agentName, canEdit, onClear, onCreate }: Props) {
  if (hasFilters(params)) return <NoResults params={params} agentName={agentName} onClear={onClear} />;
  return <NoApiKeys canEdit={canEdit} onCreate={onCreate} />;
}
