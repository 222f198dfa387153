import { Check, LoaderCircle } from "lucide-react";
import { SignInAgain } from "../sign-in-again";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { SaveState } from "./use-configuration";

/** Whether the last change is saved; what to do when it is not. */
export function SaveWord({
  state,
  onRetry,
  onUndo,
}: {
  state: SaveState;
  onRetry: () => void;
  onUndo: (() => void) | undefined;
}) {
  return (
    <>
      <p role="status" className="flex min-h-6 items-center gap-1.5 text-sm text-muted">
        {state.at === "saving" ? (
          <>
            <LoaderCircle aria-hidden size={15} className="animate-spin" /> Saving…
          </>
        ) : null}
        {state.at === "saved" ? (
          <>
            <Check aria-hidden size={15} /> Saved
          </>
        ) : null}
      </p>
      {state.at === "saved" && onUndo ? (
        <Button size="small" onClick={onUndo}>
          Undo
        </Button>
      ) : null}
      {state.at === "failed" ? (
        <Notice tone="danger" live>
          <p>
            {state.answered ? <strong>Not saved.</strong> : null} {state.message}
          </p>
          <SignInAgain code={state.code} />
          {state.stale ? null : (
            <Button size="small" className="mt-3" onClick={onRetry}>
              Retry
            </Button>
          )}
        </Notice>
      ) : null}
    </>
  );
}
