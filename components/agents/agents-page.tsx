"use client";

import { KeySquare, Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense } from "react";
import { isolated } from "@/lib/core/bidi";
import type { AgentDto } from "@/lib/features/agents/contract";
import { CopyableCode } from "../api-keys/copyable-code";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { UserText } from "../data/user-text";
import { useDialogState } from "../hooks/use-dialog-state";
import { PageHeader } from "../shell/page-header";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { TranslationBoundary } from "../ui/translation-boundary";
import { AgentRowLayout } from "./agent-row-layout";
import { WorkspaceIdentifiers } from "./workspace-identifiers";

const AgentDialog = lazy(() => import("./agent-dialog").then((module) => ({ default: module.AgentDialog })));

const RuntimeTokenDialog = lazy(() =>
  import("./runtime-token-dialog").then((module) => ({ default: module.RuntimeTokenDialog })),
);

const DeleteAgentDialog = lazy(() =>
  import("./delete-agent-dialog").then((module) => ({ default: module.DeleteAgentDialog })),
);

type OpenDialog =
  | { dialog: "name"; agent: AgentDto | null }
  | { dialog: "token" | "delete"; agent: AgentDto };

interface Props {
  workspace: { id: string; slug: string };
  agents: AgentDto[];
  canEdit: boolean;
}

/** The workspace's agents, with the IDs that API clients need. */
export function AgentsPage({ workspace, agents, canEdit }: Props) {
  const [open, setOpen, close] = useDialogState<OpenDialog>();
  const labelOf = disambiguateLabels(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  return (
    <>
      <TranslationBoundary>
        <PageHeader title="Agents">
          {canEdit ? (
            <Button variant="primary" onClick={() => setOpen({ dialog: "name", agent: null })}>
              <Plus aria-hidden size={18} /> Agent
            </Button>
          ) : null}
        </PageHeader>
        <WorkspaceIdentifiers
          id={
            <CopyableCode
              text={workspace.id}
              label="Copy workspace ID"
              copiedMessage="Copied the workspace ID."
            />
          }
          slug={
            <CopyableCode
              text={workspace.slug}
              label="Copy workspace slug"
              copiedMessage="Copied the workspace slug."
            />
          }
        />
        {agents.length === 0 ? (
          <p className="text-muted">{`No agents yet.${canEdit ? " Create the first one." : ""}`}</p>
        ) : null}
        <ul aria-label="Agents" className="flex flex-col gap-2">
          {agents.map((agent) => (
            <li key={agent.id}>
              <AgentRowLayout
                name={<UserText>{agent.name}</UserText>}
                created={<RelativeTime at={agent.createdAt} prefix="Created" />}
                id={<UserText>{agent.id}</UserText>}
                slug={<UserText>{agent.slug}</UserText>}
                api={
                  agent.conversationsApi !== "v1" ? (
                    <Badge tone="good">{agent.conversationsApi}</Badge>
                  ) : (
                    <>
                      <Badge tone="warn">v1, off</Badge>{" "}
                      {canEdit ? (
                        <Link
                          href={`/${workspace.slug}/configure/api-keys/configuration#${agent.id}`}
                          className="underline"
                        >
                          Migrate
                        </Link>
                      ) : null}
                    </>
                  )
                }
                actions={
                  canEdit ? (
                    <>
                      <Button
                        variant="ghost"
                        size="icon"
                        aria-label={isolated`Rename ${labelOf(agent)}`}
                        onClick={() => setOpen({ dialog: "name", agent })}
                      >
                        <Pencil aria-hidden size={18} />
                      </Button>
                      <Button
                        variant="ghost"
                        size="icon"
                        aria-label={isolated`Runtime token of ${labelOf(agent)}`}
                        onClick={() => setOpen({ dialog: "token", agent })}
                      >
                        <KeySquare aria-hidden size={18} />
                      </Button>
                      <Button
                        variant="ghost"
                        size="icon"
                        aria-label={isolated`Delete ${labelOf(agent)}`}
                        onClick={() => setOpen({ dialog: "delete", agent })}
                      >
                        <Trash2 aria-hidden size={18} />
                      </Button>
                    </>
                  ) : null
                }
              />
            </li>
          ))}
        </ul>
      </TranslationBoundary>
      <Suspense fallback={null}>
        {open?.dialog === "name" ? (
          <AgentDialog workspace={workspace.slug} agent={open.agent} onClose={close} />
        ) : null}
        {open?.dialog === "token" ? (
          <RuntimeTokenDialog workspace={workspace.slug} agent={open.agent} onClose={close} />
        ) : null}
        {open?.dialog === "delete" ? (
          <DeleteAgentDialog workspace={workspace.slug} agent={open.agent} onClose={close} />
        ) : null}
      </Suspense>
    </>
  );
}
