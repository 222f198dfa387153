import { Button } from "./button";
import { restoreFocusOnUnmount } from "./focus";

/** Retries a failed operation. It stays during the retry and passes its focus on when it is removed. */
export function RetryButton({ pending, onClick }: { pending: boolean; onClick: () => void }) {
  return (
    <Button ref={restoreFocusOnUnmount} size="small" pending={pending} onClick={onClick}>
      {pending ? "Trying again…" : "Try again"}
    </Button>
  );
}
