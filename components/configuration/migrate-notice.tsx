"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import type { AgentDto } from "@/lib/features/agents/contract";
import { phrase } from "../data/user-text";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";
import { configurationsQueryOptions } from "./queries";

const MigrateDialog = lazy(() =>
  import("./migrate-dialog").then((module) => ({ default: module.MigrateDialog })),
);

interface Props {
  workspace: string;
  agent: AgentDto;
  canMigrate: boolean;
}

/** Explains why the API returns nothing for an agent on v1, and lets admins migrate it. */
export function MigrateNotice({ workspace, agent, canMigrate }: Props) {
  const [open, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const migrated = async () => {
    toast(phrase`Migrated “${agent.name}” to Conversations v3.`);
    await queryClient.invalidateQueries({ queryKey: configurationsQueryOptions(workspace).queryKey });
    router.refresh();
  };
  return (
    <Alert tone="warn">
      <p>
        This agent is still on Conversations v1, which was retired on 31 August 2026. API keys need v3: until
        you migrate it, keys can’t access it and the API returns none of its conversations.
      </p>
      {canMigrate ? (
        <Button size="small" className="mt-3 text-ink" onClick={() => setOpen(true)}>
          Migrate to v3
        </Button>
      ) : (
        <p className="mt-1">Ask an admin to migrate it.</p>
      )}
      {open ? (
        <Suspense fallback={null}>
          <MigrateDialog
            workspace={workspace}
            agent={agent}
            onMigrated={migrated}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </Alert>
  );
}
