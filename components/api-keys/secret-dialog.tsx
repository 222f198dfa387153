"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { confirmCloseUncopied } from "../dialogs/confirm-close-uncopied";
import { useHasNavigatedAway } from "../hooks/use-navigated-away";
import { Dialog } from "../ui/dialog";
import { useToast } from "../ui/toast";
import { RevealedSecret } from "./revealed-secret";

interface Props {
  workspace: { id: string };
  /** What the dialog is called, and says of itself, before there is a key. */
  title: string;
  description?: ReactNode;
  onCreated: () => void;
  onClose: () => void;
  /** The form that makes the key, given what to do with the answer. */
  renderForm: (made: (answer: CreatedApiKey) => void) => ReactNode;
}

/** A form that makes a key; then its secret, once; and a question before it is closed uncopied. */
export function SecretDialog({ workspace, title, description, onCreated, onClose, renderForm }: Props) {
  const [created, setCreated] = useState<CreatedApiKey>();
  const [copied, setCopied] = useState(false);
  const announce = useToast();
  const hasLeft = useHasNavigatedAway();

  useEffect(() => {
    // A page that the browser keeps for its back button must not keep a secret with it.
    const forget = () => setCreated((now) => now && { ...now, secret: "" });
    window.addEventListener("pagehide", forget);
    return () => window.removeEventListener("pagehide", forget);
  }, []);

  const made = (answer: CreatedApiKey) => {
    onCreated();
    if (hasLeft()) {
      return announce(
        `Created ${answer.key.name}, but you left the page before its secret was shown. Delete the key and create another.`,
      );
    }
    setCreated(answer);
    announce(`Created ${answer.key.name}.`);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={created ? `Copy the key ${created.key.name} now` : title}
      description={created ? undefined : description}
      confirmClose={
        created?.secret && !copied ? confirmCloseUncopied(`the key ${created.key.name}`, "key") : undefined
      }
    >
      {created ? null : renderForm(made)}
      {created?.secret ? (
        <RevealedSecret created={created} workspace={workspace} onCopied={() => setCopied(true)} />
      ) : null}
      {created?.secret === "" ? (
        <p>
          You left this page, so the key is no longer shown. If you did not copy it, delete it and make
          another.
        </p>
      ) : null}
    </Dialog>
  );
}
