import { Check, LoaderCircle } from "lucide-react";
import { useRef } from "react";
import { ErrorRecovery } from "../feedback/action-error";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import type { SaveState } from "./configuration-saver";

/** The state of the last save, with Undo or Try again. */
export function SaveStatus({
  state,
  onRetry,
  onUndo,
}: {
  state: SaveState;
  onRetry: () => void;
  onUndo: (() => void) | undefined;
}) {
  const status = useRef<HTMLParagraphElement>(null);
  // The pressed button disappears during the save. Focus moves to the status, which stays and announces the outcome.
  const press = (run: () => void) => () => {
    status.current?.focus();
    run();
  };
  return (
    <>
      <p
        ref={status}
        role="status"
        tabIndex={-1}
        className="flex min-h-6 items-center gap-1.5 text-sm text-muted outline-none"
      >
        {state.status === "saving" ? (
          <>
            <LoaderCircle aria-hidden size={15} className="animate-spin" />
            <span>Saving…</span>
          </>
        ) : null}
        {state.status === "saved" ? (
          <>
            <Check aria-hidden size={15} />
            <span>Saved</span>
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
            {state.responded ? <strong>Not saved. </strong> : null}
            <span>{state.message}</span>
          </p>
          <ErrorRecovery code={state.code} />
          {state.stale ? null : (
            <Button size="small" className="mt-3" onClick={press(onRetry)}>
              Try again
            </Button>
          )}
        </Alert>
      ) : null}
    </>
  );
}
