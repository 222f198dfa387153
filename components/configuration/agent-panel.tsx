"use client";

import * as Accordion from "@radix-ui/react-accordion";
import { ChevronDown } from "lucide-react";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { phrase, UserText } from "../data/user-text";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Switch } from "../ui/switch";
import { useToast } from "../ui/toast";
import type { Setting } from "./describe-changes";
import { MetricSelect } from "./metric-select";
import { MigrateNotice } from "./migrate-notice";
import { SaveStatus } from "./save-status";
import { useAutosavedConfiguration } from "./use-autosaved-configuration";

interface Props {
  workspace: string;
  /** Whether the search does not match it. */
  hidden: boolean;
  /** The agent's name, with its slug when another agent has the same name. */
  label: string;
  configuration: ResponseConfigurationDto;
  canEdit: boolean;
  canMigrate: boolean;
}

const CLEARED_SETTING: Setting = { metrics: { mode: "chosen", names: [] }, transcript: false };

/** One agent of the accordion: what API responses include of its conversations. */
export function AgentPanel({ workspace, hidden, label, configuration, canEdit, canMigrate }: Props) {
  const { agent } = configuration;
  const { setting, state, change, retry, undo } = useAutosavedConfiguration(workspace, configuration);
  const toast = useToast();
  const clear = async () => {
    if (await change(CLEARED_SETTING)) toast(phrase`Cleared the settings of “${agent.name}”.`);
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
            <span className="min-w-0 break-words">
              <UserText>{label}</UserText>
            </span>
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
          <MetricSelect
            agentName={label}
            metrics={setting.metrics}
            names={configuration.metricNames}
            readOnly={!canEdit}
            onChange={(metrics) => void change({ ...setting, metrics })}
          />
          <Switch
            label={<span className="font-semibold">Conversation transcript</span>}
            hint="Include the full transcript. When off, responses only include the number of turns."
            checked={setting.transcript}
            disabled={!canEdit}
            onChange={(transcript) => void change({ ...setting, transcript })}
          />
          {canEdit ? (
            <div className="flex flex-wrap items-center gap-4">
              <Button onClick={() => void clear()}>Clear configuration settings</Button>
              <SaveStatus state={state} onRetry={retry} onUndo={undo} />
            </div>
          ) : (
            <p className="text-sm text-muted">View only. Ask an admin for edit access.</p>
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
