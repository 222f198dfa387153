"use client";

import { isolated } from "@/lib/core/bidi";
import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { phrase } from "../data/user-text";
import { useOneTimeSecret } from "../dialogs/one-time-secret-dialog";
import { Alert } from "../ui/alert";
import { CopyField } from "../ui/copy-field";
import { curlCommand } from "./curl-command";

/**
 * What the dialogs that create a key share: the step that shows the new key once.
 * @returns `reveal` for the form to call with the new key, and `secretProps` for OneTimeSecretDialog
 */
export function useRevealedKey(workspaceId: string, onCreated: () => void) {
  const secret = useOneTimeSecret<CreatedApiKey>();
  const reveal = (created: CreatedApiKey) => {
    const { name } = created.key;
    onCreated();
    secret.reveal(created, {
      toast: phrase`Created “${name}”.`,
      leftToast: phrase`Created “${name}”, but you left the page before the key was shown. Delete it and create another.`,
    });
  };
  const secretProps = {
    secret,
    noun: "key",
    secretTitle: ({ key }: CreatedApiKey) => phrase`Copy your new key “${key.name}”`,
    secretName: ({ key }: CreatedApiKey) => phrase`“${key.name}”`,
    renderSecret: (created: CreatedApiKey) => (
      <RevealedKey created={created} workspaceId={workspaceId} onCopied={secret.markCopied} />
    ),
    doneLabel: ({ key }: CreatedApiKey) => isolated`Done with ${key.name}`,
  };
  return { reveal, secretProps };
}

interface Props {
  created: CreatedApiKey;
  workspaceId: string;
  onCopied: () => void;
}

function RevealedKey({ created, workspaceId, onCopied }: Props) {
  const { key, secret } = created;
  return (
    <>
      <CopyField text={secret} label="Copy key" contentLabel="Key" prominent autoFocus onCopied={onCopied} />
      <Alert tone="warn">Store it in a password manager or secret store. We can’t show it again.</Alert>
      <section aria-labelledby="try-it">
        <h3 id="try-it" className="mb-2 font-semibold">
          Try it
        </h3>
        <CopyField
          text={curlCommand(key, secret, workspaceId, window.location.origin)}
          label="Copy curl"
          contentLabel="curl line"
          onCopied={onCopied}
        />
      </section>
      <section aria-labelledby="env-line">
        <h3 id="env-line" className="mb-2 font-semibold">
          For an .env file
        </h3>
        <CopyField
          text={`AGENT_STUDIO_API_KEY=${secret}`}
          label="Copy .env"
          contentLabel=".env line"
          onCopied={onCopied}
        />
      </section>
    </>
  );
}
