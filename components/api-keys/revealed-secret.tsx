"use client";

import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { Alert } from "../ui/alert";
import { CopyField } from "../ui/copy-field";
import { DialogActions, DoneButton } from "../ui/dialog";
import { curlCommand } from "./curl-command";

interface Props {
  created: CreatedApiKey;
  workspace: { id: string };
  onCopied: () => void;
}

/** The one time that a secret is on a screen. It lives in the state of the dialog around this and nowhere else. */
export function RevealedSecret({ created, workspace, onCopied }: Props) {
  const { key, secret } = created;
  return (
    <div className="flex flex-col gap-6">
      <CopyField text={secret} label="Copy key" contentLabel="Key" prominent autoFocus onCopied={onCopied} />
      <Alert tone="warn">
        This is the only time the key is shown. Keep it where your secrets are: we store no copy that could be
        read.
      </Alert>
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
      <DialogActions>
        <DoneButton label={`Done with ${key.name}`} />
      </DialogActions>
    </div>
  );
}
