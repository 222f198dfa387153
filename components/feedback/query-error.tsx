import type { UseQueryResult } from "@tanstack/react-query";
import { useRef } from "react";
import { FetchError } from "../data/fetch-json";
import { Alert } from "../ui/alert";
import { RetryButton } from "../ui/retry-button";
import { SessionExpiredLink } from "./action-error";

type QueryState = Pick<UseQueryResult, "error" | "isError" | "isFetching" | "isPending" | "errorUpdateCount">;

/** Whether a read has failed, or is tried again after it has. */
export const isQueryError = ({ isError, isPending, errorUpdateCount }: QueryState): boolean =>
  isError || (isPending && errorUpdateCount > 0);

interface Props {
  query: QueryState & { refetch: () => unknown };
  /** What could not be loaded, as the beginning of a sentence. */
  resourceName: string;
  /** Another try, where that is not to read the whole again. */
  onRetry?: () => void;
}

/** A read that failed: why, and another try. */
export function QueryError({ query, resourceName, onRetry = () => void query.refetch() }: Props) {
  // While it is tried again there is no error.
  const last = useRef(query.error);
  last.current = query.error ?? last.current;
  const error = last.current;
  return (
    <div className="mb-3">
      <Alert tone="danger" live>
        <p>{error instanceof FetchError ? error.error.message : `${resourceName} could not be loaded.`}</p>
        <SessionExpiredLink code={error instanceof FetchError ? error.error.code : undefined} />
        <div className="mt-3">
          <RetryButton pending={query.isFetching} onClick={onRetry} />
        </div>
      </Alert>
    </div>
  );
}
