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
  /** What the list shows, such as "members": names the button on a page with several lists. */
  itemsLabel: string;
  onLoadMore: () => void;
}

/** The footer of an infinite list: a button that loads the next page, or the error of the last attempt. */
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
