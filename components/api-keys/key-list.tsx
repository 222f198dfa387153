"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import type { ApiKeyDto } from "@/lib/api-keys/contract";
import { hasFailed, ReadFailed } from "../read-failed";
import { Button } from "../ui/button";
import { useFocusOnRows } from "../use-focus-on-rows";
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
  /** Whether `keys` are those that were selected, and not what the query found. */
  onlySelected: boolean;
  onToggleSelected: () => void;
  onClear: (next: Partial<ListView>) => void;
  onCreate: () => void;
  onEdit: (key: ApiKeyDto) => void;
  onDelete: (keys: ApiKeyDto[]) => void;
}

/** The list in its states: pending, failed, empty, without a match, full. */
export function KeyList(props: Props) {
  const { workspace, query, keys, view, canEdit, selection, onlySelected, onEdit, onDelete } = props;
  const more = query.hasNextPage && !onlySelected;
  const { list, focusNext } = useFocusOnRows<HTMLUListElement>(keys.length, more);
  const failed = hasFailed(query) && !query.isFetchNextPageError;
  // Rows that stand in for those of another filter say nothing about it, least of all when there are none.
  const standIn = query.isPlaceholderData && !onlySelected;
  const pending = !failed && !onlySelected && (query.isPending || (standIn && keys.length === 0));

  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  return (
    <>
      {failed ? <ReadFailed query={query} what="The keys" /> : null}
      <ListHeader
        keys={keys}
        more={more}
        narrowed={isNarrowed(view)}
        known={query.isSuccess && !pending && !standIn}
        selection={canEdit ? selection : null}
        onlySelected={onlySelected}
        onToggleSelected={props.onToggleSelected}
        disabled={standIn}
        onDelete={() => onDelete([...selection.keys.values()])}
      />
      {pending ? <KeyRowsPending selectable={canEdit} /> : null}
      {keys.length === 0 && query.data && !pending ? <Nothing {...props} /> : null}
      <ul
        ref={list}
        aria-label="API keys"
        aria-busy={standIn}
        // Rows that the focus reaches stay clear of the bar that sticks to the top.
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
              selectable={!standIn}
              onSelect={(on, range) => selection.set(key, on, range)}
              onEdit={() => onEdit(key)}
              onDelete={() => onDelete([key])}
            />
          </li>
        ))}
      </ul>
      {query.isFetchNextPageError && !onlySelected ? (
        <div className="mt-3">
          <ReadFailed query={query} what="The keys" onRetry={showMore} />
        </div>
      ) : null}
      {more && !query.isFetchNextPageError ? (
        <div className="mt-5 flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={showMore}>
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Nothing({ view, agentName, canEdit, onClear, onCreate }: Props) {
  if (isNarrowed(view)) return <NoMatch view={view} agentName={agentName} onClear={onClear} />;
  return <NoKeys canEdit={canEdit} onCreate={onCreate} />;
}
