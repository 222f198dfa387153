"use client";

import { KeySquare, Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense } from "react";
import type { AgentDto } from "@/lib/agents/contract";
import { PageHeader } from "../shell/page-header";
import { tellApart } from "../tell-apart";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { useOpen } from "../use-open";

const AgentDialog = lazy(() => import("./agent-dialog").then((module) => ({ default: module.AgentDialog })));

const RuntimeTokenDialog = lazy(() =>
  import("./runtime-token-dialog").then((module) => ({ default: module.RuntimeTokenDialog })),
);

const DeleteAgentDialog = lazy(() =>
  import("./delete-agent-dialog").then((module) => ({ default: module.DeleteAgentDialog })),
);

type Open = { dialog: "name"; agent: AgentDto | null } | { dialog: "token" | "delete"; agent: AgentDto };

interface Props {
  workspace: string;
  agents: AgentDto[];
  canEdit: boolean;
}

/** The workspace's agents, with the ids that clients need. */
export function AgentsPage({ workspace, agents, canEdit }: Props) {
  const [open, setOpen, close] = useOpen<Open>();
  const called = tellApart(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  return (
    <>
      <PageHeader title="Agents">
        {canEdit ? (
          <Button variant="primary" onClick={() => setOpen({ dialog: "name", agent: null })}>
            <Plus aria-hidden size={18} /> Agent
          </Button>
        ) : null}
      </PageHeader>
      {agents.length === 0 ? (
        <p className="text-muted">
          No agents yet.{canEdit ? " Make the first one: its answers begin closed." : ""}
        </p>
      ) : null}
      <ul aria-label="Agents" className="flex flex-col gap-2">
        {agents.map((agent) => (
          <li
            key={agent.id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-row border border-line/60 bg-card p-4 sm:p-5"
          >
            <div className="min-w-0">
              <p className="font-semibold break-words">{agent.name}</p>
              <p className="text-sm text-muted">
                <RelativeTime at={agent.createdAt} prefix="Created" />
              </p>
            </div>
            <dl className="flex min-w-0 flex-wrap gap-x-6 gap-y-2 text-sm">
              <div className="min-w-0">
                <dt className="text-muted">Agent ID</dt>
                <dd className="font-mono break-all">{agent.id}</dd>
              </div>
              <div className="min-w-0">
                <dt className="text-muted">Slug</dt>
                <dd className="font-mono break-all">{agent.slug}</dd>
              </div>
              <div>
                <dt className="text-muted">Conversations API</dt>
                <dd>
                  {agent.conversationsApi === "v3" ? (
                    <Badge tone="good">v3</Badge>
                  ) : (
                    <>
                      <Badge tone="warn">v1, off</Badge>{" "}
                      {canEdit ? (
                        <Link href={`/${workspace}/configure/api-keys/configuration`} className="underline">
                          Migrate
                        </Link>
                      ) : null}
                    </>
                  )}
                </dd>
              </div>
            </dl>
            {canEdit ? (
              <div className="flex gap-1">
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Rename ${called(agent)}`}
                  onClick={() => setOpen({ dialog: "name", agent })}
                >
                  <Pencil aria-hidden size={18} />
                </Button>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Runtime token of ${called(agent)}`}
                  onClick={() => setOpen({ dialog: "token", agent })}
                >
                  <KeySquare aria-hidden size={18} />
                </Button>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Delete ${called(agent)}`}
                  onClick={() => setOpen({ dialog: "delete", agent })}
                >
                  <Trash2 aria-hidden size={18} />
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <Suspense fallback={null}>
        {open?.dialog === "name" ? (
          <AgentDialog workspace={workspace} agent={open.agent} onClose={close} />
        ) : null}
        {open?.dialog === "token" ? (
          <RuntimeTokenDialog workspace={workspace} agent={open.agent} onClose={close} />
        ) : null}
        {open?.dialog === "delete" ? (
          <DeleteAgentDialog workspace={workspace} agent={open.agent} onClose={close} />
        ) : null}
      </Suspense>
    </>
  );
}
