"use client";

import type { ReactNode } from "react";
import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { OneTimeSecretDialog, useOneTimeSecret } from "../dialogs/one-time-secret-dialog";
import { RevealedSecret } from "./revealed-secret";

interface Props {
  workspace: { id: string };
  /** Title and description of the form. */
  title: string;
  description?: ReactNode;
  onCreated: () => void;
  onClose: () => void;
  /** The form that creates the key. It calls `onSuccess` with the response. */
  renderForm: (onSuccess: (created: CreatedApiKey) => void) => ReactNode;
}

/** A form that creates a key, then shows the key once. */
export function SecretDialog({ workspace, title, description, onCreated, onClose, renderForm }: Props) {
  const secret = useOneTimeSecret<CreatedApiKey>();
  const onSuccess = (created: CreatedApiKey) => {
    const { name } = created.key;
    onCreated();
    secret.reveal(created, {
      toast: `Created “${name}”.`,
      leftToast: `Created “${name}”, but you left the page before the key was shown. Delete it and create another.`,
    });
  };
  return (
    <OneTimeSecretDialog
      secret={secret}
      noun="key"
      title={title}
      description={description}
      form={renderForm(onSuccess)}
      secretTitle={({ key }) => `Copy your new key “${key.name}”`}
      secretName={({ key }) => `“${key.name}”`}
      renderSecret={(created) => (
        <RevealedSecret created={created} workspace={workspace} onCopied={secret.markCopied} />
      )}
      doneLabel={({ key }) => `Done with ${key.name}`}
      onClose={onClose}
    />
  );
}
