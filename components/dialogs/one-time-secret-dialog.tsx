"use client";

import { type ReactNode, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { phrase } from "../data/user-text";
import { useHasNavigatedAway } from "../hooks/use-navigated-away";
import { Dialog } from "../ui/dialog";
import { DialogFooter, DoneButton } from "../ui/dialog-footer";
import { useToast } from "../ui/toast";

type State<T> =
  | { status: "form" }
  | { status: "revealed"; created: T; copied: boolean }
  /** The browser left the page while the secret was shown. */
  | { status: "cleared" };

interface RevealOptions {
  /** Shown when the secret is revealed. */
  toast?: ReactNode;
  /** Shown in place of the secret when the user has left the page. Without it, nothing is lost by leaving. */
  leftToast?: ReactNode;
  /** The secret has arrived another way, such as by email, so closing uncopied needs no confirmation. */
  delivered?: boolean | null;
}

/** The state of a dialog that creates a secret and shows it once. The secret lives here and nowhere else. */
export function useOneTimeSecret<T>() {
  const [state, setState] = useState<State<T>>({ status: "form" });
  const showToast = useToast();
  const hasNavigatedAway = useHasNavigatedAway();

  useEffect(() => {
    // The browser keeps a page that it leaves, with its state, for the Back button. It must not keep a secret. Only a
    // synchronous update is certain to change the page before the browser freezes it.
    const clear = () =>
      flushSync(() => setState((now) => (now.status === "revealed" ? { status: "cleared" } : now)));
    window.addEventListener("pagehide", clear);
    return () => window.removeEventListener("pagehide", clear);
  }, []);

  return {
    state,
    hasNavigatedAway,
    /** Shows the secret, or reports that it was created after the user left the page. */
    reveal: (created: T, { toast, leftToast, delivered }: RevealOptions = {}) => {
      if (leftToast && hasNavigatedAway()) return showToast(leftToast);
      setState({ status: "revealed", created, copied: delivered === true });
      if (toast) showToast(toast);
    },
    /** Closing needs no confirmation from now on. */
    markCopied: () => setState((now) => (now.status === "revealed" ? { ...now, copied: true } : now)),
  };
}

interface Props<T> {
  secret: ReturnType<typeof useOneTimeSecret<T>>;
  /** One word for the secret: "key", "token" or "link". */
  noun: string;
  /** Title and description of the form. */
  title: ReactNode;
  description?: ReactNode;
  /** Whether the form is a question that needs a response. */
  alertDialog?: boolean;
  /** Shown until the secret exists. It calls `secret.reveal`. */
  form: ReactNode;
  secretTitle: (created: T) => ReactNode;
  /** The secret's name in "You haven’t copied … yet." */
  secretName: (created: T) => ReactNode;
  /** The secret and its copy buttons, which call `secret.markCopied`. */
  renderSecret: (created: T) => ReactNode;
  doneLabel?: (created: T) => string;
  onClose: () => void;
}

/**
 * A form that creates a secret; then the secret, once, with a confirmation before it closes uncopied. Form and secret share
 * one dialog: a second one would open while the first restores the focus.
 */
export function OneTimeSecretDialog<T>({
  secret: { state },
  noun,
  title,
  description,
  alertDialog,
  form,
  secretTitle,
  secretName,
  renderSecret,
  doneLabel,
  onClose,
}: Props<T>) {
  if (state.status === "form") {
    return (
      <Dialog open alertDialog={alertDialog} onClose={onClose} title={title} description={description}>
        {form}
      </Dialog>
    );
  }
  if (state.status === "cleared") {
    return (
      <Dialog open onClose={onClose} title={`This ${noun} is no longer shown`}>
        <p>{`You left the page. If you didn’t copy the ${noun}, create a new one.`}</p>
        <DialogFooter>
          <DoneButton />
        </DialogFooter>
      </Dialog>
    );
  }
  const { created, copied } = state;
  return (
    <Dialog
      open
      onClose={onClose}
      title={secretTitle(created)}
      confirmClose={
        copied
          ? undefined
          : {
              title: "Close without copying?",
              description: phrase`You haven’t copied ${secretName(created)} yet. You won’t be able to see it again.`,
              confirmLabel: "Close anyway",
              cancelLabel: `Back to the ${noun}`,
            }
      }
    >
      <div className="flex flex-col gap-6">
        <div className="contents">{renderSecret(created)}</div>
        <DialogFooter>
          <DoneButton label={doneLabel?.(created)} />
        </DialogFooter>
      </div>
    </Dialog>
  );
}
