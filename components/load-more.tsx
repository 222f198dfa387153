import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { ReadFailed } from "./read-failed";
import { Button } from "./ui/button";

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
  what: string;
  onMore: () => void;
}

/** What is below a list that comes page by page: a button for the next page, or why that failed. */
export function LoadMore({ query, what, onMore }: Props) {
  if (query.isFetchNextPageError) {
    return (
      <div className="mt-3">
        <ReadFailed query={query} what={`More ${what}`} onRetry={onMore} />
      </div>
    );
  }
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-5 flex justify-center">
      <Button busy={query.isFetchingNextPage} onClick={onMore}>
        {query.isFetchingNextPage ? "Loading…" : `Show more ${what}`}
      </Button>
    </div>
  );
}
