import { Button } from "./button";
import { restoreFocusOnUnmount } from "./focus";

/** Another try at something that failed. It stays while that is under way, and gives its focus on as it goes. */
export function RetryButton({ pending, onClick }: { pending: boolean; onClick: () => void }) {
  return (
    <Button ref={restoreFocusOnUnmount} size="small" pending={pending} onClick={onClick}>
      {pending ? "Trying…" : "Try again"}
    </Button>
  );
}
