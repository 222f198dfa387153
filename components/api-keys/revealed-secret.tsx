"use client";

import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { Alert } from "../ui/alert";
import { CopyField } from "../ui/copy-field";
import { curlCommand } from "./curl-command";

interface Props {
  created: CreatedApiKey;
  workspace: { id: string };
  onCopied: () => void;
}

/** A new key with its copy buttons. The dialog around this holds the secret, and nothing else does. */
export function RevealedSecret({ created, workspace, onCopied }: Props) {
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
          text={curlCommand(key, secret, workspace.id, window.location.origin)}
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
