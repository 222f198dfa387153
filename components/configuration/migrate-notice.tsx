"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { migrateAgentAction } from "@/lib/agents/actions";
import type { AgentDto } from "@/lib/agents/contract";
import { ConfirmDialog } from "../confirm-dialog";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { configurationsQuery } from "./queries";

interface Props {
  workspace: string;
  agent: AgentDto;
  canMigrate: boolean;
}

/** Says why an agent on v1 is served to nobody, and offers the way out. */
export function MigrateNotice({ workspace, agent, canMigrate }: Props) {
  const [open, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const router = useRouter();
  const announce = useAnnounce();
  const migrated = async () => {
    announce(`${agent.name} is on Conversations v3 now.`);
    await queryClient.invalidateQueries({ queryKey: configurationsQuery(workspace).queryKey });
    router.refresh();
  };
  return (
    <Notice tone="warn">
      <p>
        This agent is still on Conversations v1, which was retired on 31 August 2026. API keys need v3: until
        it is migrated, no key can list it and its conversations are served to nobody.
      </p>
      {canMigrate ? (
        <Button size="small" className="mt-3 text-ink" onClick={() => setOpen(true)}>
          Migrate to v3
        </Button>
      ) : (
        <p className="mt-1">An admin of the workspace can migrate it.</p>
      )}
      {open ? (
        <ConfirmDialog
          title={`Migrate ${agent.name} to v3?`}
          description="This is what changes for the programs that read its conversations:"
          label="Migrate to v3"
          doing="Migrating…"
          variant="primary"
          run={() => migrateAgentAction(workspace, { id: agent.id })}
          onDone={migrated}
          onClose={() => setOpen(false)}
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
      ) : null}
    </Notice>
  );
}
