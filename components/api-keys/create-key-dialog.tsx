"use client";

import type { AgentDto } from "@/lib/features/agents/contract";
import { CreateKeyForm } from "./create-key-form";
import { SecretDialog } from "./secret-dialog";

interface Props {
  workspace: { slug: string; id: string };
  canMigrate: boolean;
  agents: AgentDto[];
  onCreated: () => void;
  onClose: () => void;
}

/** Makes a key, then shows its secret once. */
export function CreateKeyDialog({ workspace, canMigrate, agents, onCreated, onClose }: Props) {
  return (
    <SecretDialog
      workspace={workspace}
      title="New API key"
      onCreated={onCreated}
      onClose={onClose}
      renderForm={(made) => (
        <CreateKeyForm workspace={workspace.slug} canMigrate={canMigrate} agents={agents} onCreated={made} />
      )}
    />
  );
}
