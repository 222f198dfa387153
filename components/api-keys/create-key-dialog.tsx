"use client";

import { useEffect, useState } from "react";
import type { AgentDto } from "@/lib/agents/contract";
import type { CreatedApiKey } from "@/lib/api-keys/contract";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Dialog, DialogActions } from "../ui/dialog";
import { CreateKeyForm } from "./create-key-form";
import { SecretOnce } from "./secret-once";

interface Props {
  workspace: { slug: string; id: string };
  canMigrate: boolean;
  agents: AgentDto[];
  onCreated: () => void;
  onClose: () => void;
}

/** Makes a key, then shows its secret once, and asks before it is closed uncopied. */
export function CreateKeyDialog({ workspace, canMigrate, agents, onCreated, onClose }: Props) {
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

  const close = () => (created?.secret && !copied ? setAsking(true) : onClose());
  return (
    <>
      <Dialog open onClose={close} title={created ? `Copy the key ${created.key.name} now` : "New API key"}>
        {created ? null : (
          <CreateKeyForm
            workspace={workspace.slug}
            canMigrate={canMigrate}
            agents={agents}
            onCancel={onClose}
            onCreated={(answer) => {
              setCreated(answer);
              announce(`Created ${answer.key.name}.`);
              onCreated();
            }}
          />
        )}
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
