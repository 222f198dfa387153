import { Button } from "./button";
import { passFocusOn } from "./focus";

/** Another try at something that failed. It stays while that is under way, and gives its focus on as it goes. */
export function TryAgain({ busy, onClick }: { busy: boolean; onClick: () => void }) {
  return (
    <Button ref={passFocusOn} size="small" busy={busy} onClick={onClick}>
      {busy ? "Trying…" : "Try again"}
    </Button>
  );
}
