"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { CreatedApiKey } from "@/lib/api-keys/contract";
import { useAnnounce } from "../ui/announcer";
import { Dialog } from "../ui/dialog";
import { uncopied } from "../uncopied";
import { useHasLeft } from "../use-left-page";
import { SecretOnce } from "./secret-once";

interface Props {
  workspace: { id: string };
  /** What the dialog is called, and says of itself, before there is a key. */
  title: string;
  description?: ReactNode;
  onCreated: () => void;
  onClose: () => void;
  /** The form that makes the key, given what to do with the answer. */
  form: (made: (answer: CreatedApiKey) => void) => ReactNode;
}

/** A form that makes a key; then its secret, once; and a question before it is closed uncopied. */
export function SecretDialog({ workspace, title, description, onCreated, onClose, form }: Props) {
  const [created, setCreated] = useState<CreatedApiKey>();
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  const hasLeft = useHasLeft();

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
      question={created?.secret && !copied ? uncopied(`the key ${created.key.name}`, "key") : undefined}
    >
      {created ? null : form(made)}
      {created?.secret ? (
        <SecretOnce created={created} workspace={workspace} onCopied={() => setCopied(true)} />
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
