"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useEffect, useRef } from "react";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { ReadFailed } from "../read-failed";
import { Button } from "../ui/button";
import { KeyRow } from "./key-row";
import { KeyRowsPending } from "./key-rows-pending";
import { ListHeader } from "./list-header";
import { NoKeys, NoMatch } from "./list-states";
import { isNarrowed, type ListView } from "./list-view";
import type { Selection } from "./use-selection";

interface Props {
  workspace: string;
  query: UseInfiniteQueryResult;
  keys: ApiKeyDto[];
  view: ListView;
  /** What the filters are called, for a list that has nothing to show. */
  agentName: string;
  canEdit: boolean;
  selection: Selection;
  onClear: (next: Partial<ListView>) => void;
  onCreate: () => void;
  onEdit: (key: ApiKeyDto) => void;
  onDelete: (keys: ApiKeyDto[]) => void;
}

/** The list in its states: pending, failed, empty, without a match, full. */
export function KeyList(props: Props) {
  const { workspace, query, keys, view, canEdit, selection, onEdit, onDelete } = props;
  const { list, focusNext } = useFocusOnRows(keys.length, query.hasNextPage);
  const failed = query.isError && !query.isFetchNextPageError;
  const retry = () => void query.refetch();
  // Rows that stand in for those of another filter say nothing about it, least of all when there are none.
  const standIn = query.isPlaceholderData;
  if (query.isPending || (standIn && keys.length === 0)) return <KeyRowsPending selectable={canEdit} />;
  if (failed && !query.data) return <ReadFailed error={query.error} what="The keys" onRetry={retry} />;

  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  return (
    <>
      {failed ? <ReadFailed error={query.error} what="The keys" onRetry={retry} /> : null}
      <ListHeader
        keys={keys}
        more={query.hasNextPage}
        narrowed={isNarrowed(view)}
        selection={canEdit ? selection : null}
        disabled={standIn}
        onDelete={() => onDelete([...selection.keys.values()])}
      />
      {keys.length === 0 ? <Nothing {...props} /> : null}
      <ul
        ref={list}
        aria-label="API keys"
        aria-busy={standIn}
        // Rows that the focus reaches stay clear of the bar that sticks to the top.
        className={clsx(
          "flex flex-col gap-2 transition-opacity [&_:is(a,button,input,time)]:scroll-mt-20",
          standIn && "opacity-60",
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
              selectable={!standIn}
              onSelect={(on, range) => selection.set(key, on, range)}
              onEdit={() => onEdit(key)}
              onDelete={() => onDelete([key])}
            />
          </li>
        ))}
      </ul>
      {query.isFetchNextPageError ? (
        <div className="mt-3">
          <ReadFailed error={query.error} what="The keys" onRetry={showMore} />
        </div>
      ) : null}
      {query.hasNextPage && !query.isFetchNextPageError ? (
        <div className="mt-5 flex justify-center">
          {/* Not disabled while it works: the focus would fall off it. */}
          <Button
            aria-disabled={query.isFetchingNextPage}
            onClick={() => (query.isFetchingNextPage ? undefined : showMore())}
          >
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** When the last page has come, the button that asked for it is gone: the focus goes on to the first new row. */
function useFocusOnRows(count: number, hasMore: boolean) {
  const list = useRef<HTMLUListElement>(null);
  const asked = useRef<number>(undefined);
  useEffect(() => {
    const from = asked.current;
    if (from === undefined || count <= from) return;
    asked.current = undefined;
    const row = list.current?.children.item(from);
    if (!hasMore && row instanceof HTMLElement) row.focus();
  }, [count, hasMore]);
  const focusNext = () => {
    asked.current = count;
  };
  return { list, focusNext };
}

function Nothing({ view, agentName, canEdit, onClear, onCreate }: Props) {
  if (isNarrowed(view)) return <NoMatch view={view} agentName={agentName} onClear={onClear} />;
  return <NoKeys canEdit={canEdit} onCreate={onCreate} />;
}
