import { Check, LoaderCircle } from "lucide-react";
import { useRef } from "react";
import { SignInAgain } from "../sign-in-again";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { SaveState } from "./configuration-saver";

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
        <Button size="small" onClick={press(onUndo)}>
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
            <Button size="small" className="mt-3" onClick={press(onRetry)}>
              Retry
            </Button>
          )}
        </Notice>
      ) : null}
    </>
  );
}
