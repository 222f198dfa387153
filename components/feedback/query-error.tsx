import type { UseQueryResult } from "@tanstack/react-query";
import { useRef } from "react";
import { FetchError } from "../data/fetch-json";
import { Alert } from "../ui/alert";
import { RetryButton } from "../ui/retry-button";
import { ErrorRecovery } from "./action-error";

type QueryState = Pick<UseQueryResult, "error" | "isError" | "isFetching" | "isPending" | "errorUpdateCount">;

/** Whether a query has failed, or is being retried after a failure. */
export const isQueryError = ({ isError, isPending, errorUpdateCount }: QueryState): boolean =>
  isError || (isPending && errorUpdateCount > 0);

interface Props {
  query: QueryState & { refetch: () => unknown };
  /** The subject of "… could not be loaded." */
  resourceName: string;
  /** Defaults to a refetch of the whole query. */
  onRetry?: () => void;
}

/** A failed query: the error and a retry button. */
export function QueryError({ query, resourceName, onRetry = () => void query.refetch() }: Props) {
  // The query has no error during a retry.
  const last = useRef(query.error);
  last.current = query.error ?? last.current;
  const error = last.current;
  return (
    <div className="mb-3">
      <Alert tone="danger" live>
        <p>{error instanceof FetchError ? error.error.message : `${resourceName} could not be loaded.`}</p>
        <ErrorRecovery code={error instanceof FetchError ? error.error.code : undefined} />
        <div className="mt-3">
          <RetryButton pending={query.isFetching} onClick={onRetry} />
        </div>
      </Alert>
    </div>
  );
}
