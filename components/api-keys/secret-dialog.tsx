"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { CreatedApiKey } from "@/lib/api-keys/contract";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Dialog, DialogActions } from "../ui/dialog";
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
  const [asking, setAsking] = useState(false);
  const announce = useAnnounce();

  useEffect(() => {
    // A page that the browser keeps for its back button must not keep a secret with it.
    const forget = () => setCreated((now) => now && { ...now, secret: "" });
    window.addEventListener("pagehide", forget);
    return () => window.removeEventListener("pagehide", forget);
  }, []);

  const made = (answer: CreatedApiKey) => {
    setCreated(answer);
    announce(`Created ${answer.key.name}.`);
    onCreated();
  };
  const close = () => (created?.secret && !copied ? setAsking(true) : onClose());
  return (
    <>
      <Dialog
        open
        onClose={close}
        title={created ? `Copy the key ${created.key.name} now` : title}
        description={created ? undefined : description}
      >
        {created ? null : form(made)}
        {created?.secret ? (
          <SecretOnce
            created={created}
            workspace={workspace}
            onCopied={() => setCopied(true)}
            onDone={close}
          />
        ) : null}
        {created?.secret === "" ? (
          <p>
            You left this page, so the key is no longer shown. If you did not copy it, delete it and make
            another.
          </p>
        ) : null}
      </Dialog>
      <Dialog
        open={asking}
        alert
        onClose={() => setAsking(false)}
        title="Close without copying?"
        description={`You have not copied the key ${created?.key.name}, and it is never shown again.`}
      >
        <DialogActions>
          <Button variant="danger" onClick={onClose}>
            Close anyway
          </Button>
          <Button variant="primary" onClick={() => setAsking(false)}>
            Back to the key
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
