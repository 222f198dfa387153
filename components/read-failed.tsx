import type { UseQueryResult } from "@tanstack/react-query";
import { useRef } from "react";
import { ReadError } from "./get-json";
import { SignInAgain } from "./sign-in-again";
import { Notice } from "./ui/notice";
import { TryAgain } from "./ui/try-again";

type Read = Pick<UseQueryResult, "error" | "isError" | "isFetching" | "isPending" | "errorUpdateCount">;

/** Whether a read has failed, or is tried again after it has. */
export const hasFailed = ({ isError, isPending, errorUpdateCount }: Read): boolean =>
  isError || (isPending && errorUpdateCount > 0);

interface Props {
  query: Read & { refetch: () => unknown };
  /** What could not be loaded, as the beginning of a sentence. */
  what: string;
  /** Another try, where that is not to read the whole again. */
  onRetry?: () => void;
}

/** A read that failed: why, and another try. */
export function ReadFailed({ query, what, onRetry = () => void query.refetch() }: Props) {
  // While it is tried again there is no error.
  const last = useRef(query.error);
  last.current = query.error ?? last.current;
  const error = last.current;
  return (
    <div className="mb-3">
      <Notice tone="danger" live>
        <p>{error instanceof ReadError ? error.error.message : `${what} could not be loaded.`}</p>
        <SignInAgain code={error instanceof ReadError ? error.error.code : undefined} />
        <div className="mt-3">
          <TryAgain busy={query.isFetching} onClick={onRetry} />
        </div>
      </Notice>
    </div>
  );
}
