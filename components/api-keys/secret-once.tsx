"use client";

import type { CreatedApiKey } from "@/lib/api-keys/contract";
import { Copyable } from "../ui/copyable";
import { DialogActions, Done } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { curlLine } from "./curl-line";

interface Props {
  created: CreatedApiKey;
  workspace: { id: string };
  onCopied: () => void;
}

/** The one time that a secret is on a screen. It lives in the state of the dialog around this and nowhere else. */
export function SecretOnce({ created, workspace, onCopied }: Props) {
  const { key, secret } = created;
  return (
    <div className="flex flex-col gap-6">
      <Copyable text={secret} label="Copy key" what="Key" main autoFocus onCopied={onCopied} />
      <Notice tone="warn">
        This is the only time the key is shown. Keep it where your secrets are: we store no copy that could be
        read.
      </Notice>
      <section aria-labelledby="try-it">
        <h3 id="try-it" className="mb-2 font-semibold">
          Try it
        </h3>
        <Copyable
          text={curlLine(key, secret, workspace.id, window.location.origin)}
          label="Copy curl"
          what="curl line"
          onCopied={onCopied}
        />
      </section>
      <section aria-labelledby="env-line">
        <h3 id="env-line" className="mb-2 font-semibold">
          For an .env file
        </h3>
        <Copyable
          text={`AGENT_STUDIO_API_KEY=${secret}`}
          label="Copy .env"
          what=".env line"
          onCopied={onCopied}
        />
      </section>
      <DialogActions>
        <Done label={`Done with ${key.name}`} />
      </DialogActions>
    </div>
  );
}
