"use client";

import type { CreatedApiKey } from "@/lib/api-keys/contract";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";
import { DialogActions } from "../ui/dialog";
import { Notice } from "../ui/notice";

interface Props {
  created: CreatedApiKey;
  workspace: { id: string };
  onCopied: () => void;
  onDone: () => void;
}

/** The one time that a secret is on a screen. It lives in the state of the dialog around this and nowhere else. */
export function SecretOnce({ created, workspace, onCopied, onDone }: Props) {
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
          text={curlLine(created, workspace.id)}
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
        <Button onClick={onDone} aria-label={`Done with ${key.name}`}>
          Done
        </Button>
      </DialogActions>
    </div>
  );
}

/** A call that this very key can make against this very server. */
function curlLine({ key, secret }: CreatedApiKey, workspaceId: string): string {
  const { origin } = window.location;
  const agent = key.agents?.[0]?.id;
  const header = `-H "x-api-key: ${secret}"`;
  if (key.permissions.includes("conversations")) {
    const path = agent ? `/v3/${workspaceId}/${agent}/conversations` : "/v3/conversations";
    return `curl ${header} "${origin}${path}?limit=1"`;
  }
  const agentPart = agent ?? "AGENT_ID";
  if (key.permissions.includes("handoff")) {
    return `curl ${header} "${origin}/v1/${workspaceId}/${agentPart}/handoff_state?id=CONVERSATION_ID"`;
  }
  const where = `account_id=${workspaceId}&project_id=${agentPart}&event_id_location=querystring&event_id_path=event_id`;
  return `curl -X POST ${header} --json '{}' "${origin}/v1/external-events/webhook?${where}&event_id=EVENT_ID"`;
}
