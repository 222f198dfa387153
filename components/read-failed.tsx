import { ReadError } from "./get-json";
import { SignInAgain } from "./sign-in-again";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";

/** A read that failed: why, and another try. */
export function ReadFailed({
  error,
  what,
  onRetry,
}: {
  error: Error;
  /** What could not be loaded, as the beginning of a sentence. */
  what: string;
  onRetry: () => void;
}) {
  return (
    <div className="mb-3">
      <Notice tone="danger" live>
        <p>{error instanceof ReadError ? error.error.message : `${what} could not be loaded.`}</p>
        <SignInAgain code={error instanceof ReadError ? error.error.code : undefined} />
        <Button size="small" className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      </Notice>
    </div>
  );
}
