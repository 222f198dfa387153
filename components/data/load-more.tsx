import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { QueryError } from "../feedback/query-error";
import { Button } from "../ui/button";

interface Props {
  query: Pick<
    UseInfiniteQueryResult,
    | "error"
    | "isError"
    | "isFetching"
    | "isPending"
    | "errorUpdateCount"
    | "refetch"
    | "hasNextPage"
    | "isFetchNextPageError"
    | "isFetchingNextPage"
  >;
  /** What the list holds, to tell its button from another list's. */
  itemsLabel: string;
  onLoadMore: () => void;
}

/** What is below a list that comes page by page: a button for the next page, or why that failed. */
export function LoadMore({ query, itemsLabel, onLoadMore }: Props) {
  if (query.isFetchNextPageError) {
    return (
      <div className="mt-3">
        <QueryError query={query} resourceName={`More ${itemsLabel}`} onRetry={onLoadMore} />
      </div>
    );
  }
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-5 flex justify-center">
      <Button pending={query.isFetchingNextPage} onClick={onLoadMore}>
        {query.isFetchingNextPage ? "Loading…" : `Show more ${itemsLabel}`}
      </Button>
    </div>
  );
}
