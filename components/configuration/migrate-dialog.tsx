"use client";

import { migrateAgentAction } from "@/lib/features/agents/actions";
import type { AgentDto } from "@/lib/features/agents/contract";
import { ConfirmDialog } from "../dialogs/confirm-dialog";

interface Props {
  workspace: string;
  agent: AgentDto;
  onMigrated: () => Promise<void>;
  onClose: () => void;
}

/** What moving an agent to v3 changes, before it is moved. */
export function MigrateDialog({ workspace, agent, onMigrated, onClose }: Props) {
  return (
    <ConfirmDialog
      title={`Migrate ${agent.name} to v3?`}
      description="This is what changes for the programs that read its conversations:"
      label="Migrate to v3"
      pendingLabel="Migrating…"
      variant="primary"
      run={() => migrateAgentAction(workspace, { id: agent.id })}
      onDone={onMigrated}
      onClose={onClose}
    >
      <ul className="flex list-disc flex-col gap-2 pl-5">
        <li>
          They read from <code className="font-mono text-sm break-all">/v3/…/conversations</code>; the v1
          address answers 410 Gone, as it does for every agent.
        </li>
        <li>
          Field names are in snake_case, times are UTC with milliseconds, and empty text is "" instead of
          null.
        </li>
        <li>Keys for all agents cover it from now on, and new keys can list it.</li>
        <li>Metrics and transcript are served as this page says; both begin as they are set here.</li>
        <li>There is no way back to v1.</li>
      </ul>
    </ConfirmDialog>
  );
}
