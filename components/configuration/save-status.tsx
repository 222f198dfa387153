import { Check, LoaderCircle } from "lucide-react";
import { useRef } from "react";
import { SessionExpiredLink } from "../feedback/action-error";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import type { SaveState } from "./configuration-saver";

/** Whether the last change is saved; what to do when it is not. */
export function SaveStatus({
  state,
  onRetry,
  onUndo,
}: {
  state: SaveState;
  onRetry: () => void;
  onUndo: (() => void) | undefined;
}) {
  const word = useRef<HTMLParagraphElement>(null);
  // What is pressed goes while it works. The word beside it stays, and tells what becomes of it.
  const press = (run: () => void) => () => {
    word.current?.focus();
    run();
  };
  return (
    <>
      <p
        ref={word}
        role="status"
        tabIndex={-1}
        className="flex min-h-6 items-center gap-1.5 text-sm text-muted outline-none"
      >
        {state.status === "saving" ? (
          <>
            <LoaderCircle aria-hidden size={15} className="animate-spin" /> Saving…
          </>
        ) : null}
        {state.status === "saved" ? (
          <>
            <Check aria-hidden size={15} /> Saved
          </>
        ) : null}
      </p>
      {state.status === "saved" && onUndo ? (
        <Button size="small" onClick={press(onUndo)}>
          Undo
        </Button>
      ) : null}
      {state.status === "failed" ? (
        <Alert tone="danger" live>
          <p>
            {state.responded ? <strong>Not saved.</strong> : null} {state.message}
          </p>
          <SessionExpiredLink code={state.code} />
          {state.stale ? null : (
            <Button size="small" className="mt-3" onClick={press(onRetry)}>
              Retry
            </Button>
          )}
        </Alert>
      ) : null}
    </>
  );
}
