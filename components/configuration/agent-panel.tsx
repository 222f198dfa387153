"use client";

import * as Accordion from "@radix-ui/react-accordion";
import { ChevronDown } from "lucide-react";
import type { ResponseConfigurationDto } from "@/lib/agents/contract";
import { useAnnounce } from "../ui/announcer";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Toggle } from "../ui/toggle";
import { MetricChoice } from "./metric-choice";
import { MigrateNotice } from "./migrate-notice";
import { SaveWord } from "./save-word";
import type { Setting } from "./tell-changes";
import { useConfiguration } from "./use-configuration";

interface Props {
  workspace: string;
  /** Whether a search has put it out of sight. */
  hidden: boolean;
  /** Its agent's name, with more to it where others have the same. */
  called: string;
  configuration: ResponseConfigurationDto;
  canEdit: boolean;
  canMigrate: boolean;
}

const CLEARED: Setting = { metrics: { mode: "chosen", names: [] }, transcript: false };

/** One agent of the accordion: what answers carry of its conversations. */
export function AgentPanel({ workspace, hidden, called, configuration, canEdit, canMigrate }: Props) {
  const { agent } = configuration;
  const { setting, state, change, retry, undo } = useConfiguration(workspace, configuration);
  const announce = useAnnounce();
  const clear = async () => {
    if (await change(CLEARED)) announce(`Cleared the configuration of ${agent.name}.`);
  };
  return (
    <Accordion.Item
      id={agent.id}
      value={agent.id}
      hidden={hidden}
      className="scroll-mt-4 rounded-row border border-line/60 bg-card"
    >
      <Accordion.Header asChild>
        <h2>
          <Accordion.Trigger className="group flex min-h-14 w-full items-center justify-between gap-3 rounded-row px-5 py-3 text-left text-lg font-bold">
            <span className="min-w-0 break-words">{called}</span>
            <span className="flex flex-none items-center gap-3">
              <span className="text-sm font-normal text-muted max-sm:hidden">{summary(setting)}</span>
              {agent.conversationsApi === "v1" ? <Badge tone="warn">On v1</Badge> : null}
              <ChevronDown
                aria-hidden
                size={20}
                className="text-muted transition-transform group-data-[state=open]:rotate-180"
              />
            </span>
          </Accordion.Trigger>
        </h2>
      </Accordion.Header>
      <Accordion.Content>
        <div className="flex flex-col gap-6 px-5 pt-1 pb-5">
          {agent.conversationsApi === "v1" ? (
            <MigrateNotice workspace={workspace} agent={agent} canMigrate={canMigrate} />
          ) : null}
          <MetricChoice
            agentName={called}
            metrics={setting.metrics}
            names={configuration.metricNames}
            readOnly={!canEdit}
            onChange={(metrics) => void change({ ...setting, metrics })}
          />
          <Toggle
            label={<span className="font-semibold">Conversation transcript</span>}
            hint="What was said, turn by turn. Off, answers carry the number of turns only."
            checked={setting.transcript}
            disabled={!canEdit}
            onChange={(transcript) => void change({ ...setting, transcript })}
          />
          {canEdit ? (
            <div className="flex flex-wrap items-center gap-4">
              <Button onClick={() => void clear()}>Clear configuration settings</Button>
              <SaveWord state={state} onRetry={retry} onUndo={undo} />
            </div>
          ) : (
            <p className="text-sm text-muted">
              You can see this but not change it. Ask an admin for edit access.
            </p>
          )}
        </div>
      </Accordion.Content>
    </Accordion.Item>
  );
}

function summary({ metrics, transcript }: Setting): string {
  const count = metrics.mode === "all" ? "All metrics" : `${metrics.names.length || "No"} metrics`;
  return `${count.replace(/^1 metrics$/, "1 metric")}, transcript ${transcript ? "on" : "off"}`;
}
