"use client";

import { migrateAgentAction } from "@/lib/features/agents/actions";
import type { AgentDto } from "@/lib/features/agents/contract";
import { phrase } from "../data/user-text";
import { ConfirmDialog } from "../dialogs/confirm-dialog";

interface Props {
  workspace: string;
  agent: AgentDto;
  onMigrated: () => Promise<void>;
  onClose: () => void;
}

/** Confirms the migration of an agent to v3 and lists what changes. */
export function MigrateDialog({ workspace, agent, onMigrated, onClose }: Props) {
  return (
    <ConfirmDialog
      title={phrase`Migrate ${agent.name} to v3?`}
      description="What changes for clients that read its conversations:"
      label="Migrate to v3"
      pendingLabel="Migrating…"
      variant="primary"
      run={() => migrateAgentAction(workspace, { id: agent.id })}
      onDone={onMigrated}
      onClose={onClose}
    >
      <ul className="flex list-disc flex-col gap-2 pl-5">
        <li>
          Clients must use{" "}
          <code translate="no" className="font-mono text-sm break-all">
            /v3/…/conversations
          </code>
          ; the v1 endpoint returns 410 Gone.
        </li>
        <li>
          Field names are in snake_case, times are in UTC with milliseconds, and empty strings are "" instead
          of null.
        </li>
        <li>Keys for all agents can access it, and you can add it to new keys.</li>
        <li>The API returns metrics and transcript using the settings on this page.</li>
        <li>You can’t go back to v1.</li>
      </ul>
    </ConfirmDialog>
  );
}
