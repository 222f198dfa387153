"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { configureAgentAction } from "@/lib/agents/actions";
import type { ResponseConfigurationDto, ResponseMetrics } from "@/lib/agents/contract";
import { configurationsQuery } from "./queries";

/** What can be set of an agent's answers. */
export interface Setting {
  metrics: ResponseMetrics;
  transcript: boolean;
}

export type SaveState =
  | { at: "rest" | "saving" | "saved" }
  /** What was chosen is still on the screen; `stale` means that somebody else's choice took its place. */
  | { at: "failed"; message: string; stale: boolean };

const settingOf = ({ metrics, transcript }: ResponseConfigurationDto): Setting => ({ metrics, transcript });

/**
 * One agent's configuration, saved as it is changed. The screen shows at once what was chosen. One save is under way at
 * a time and carries the version that it began from, so quick changes never overtake each other and nobody else's
 * change is overwritten unseen.
 */
export function useConfiguration(workspace: string, stored: ResponseConfigurationDto) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Setting>();
  const [state, setState] = useState<SaveState>({ at: "rest" });
  const wanted = useRef<Setting>(undefined);
  const saving = useRef(false);
  const version = useRef(stored.version);
  if (!saving.current && !wanted.current) version.current = stored.version;

  const keep = (saved: ResponseConfigurationDto) =>
    queryClient.setQueryData(configurationsQuery(workspace).queryKey, (all) =>
      all?.map((one) => (one.agent.id === saved.agent.id ? saved : one)),
    );

  const saveWanted = async () => {
    if (saving.current) return;
    saving.current = true;
    setState({ at: "saving" });
    while (wanted.current) {
      const setting = wanted.current;
      const input = { id: stored.agent.id, version: version.current, ...setting };
      const result = await configureAgentAction(workspace, input).catch(() => null);
      if (result?.ok) {
        version.current = result.data.version;
        keep(result.data);
        if (wanted.current === setting) wanted.current = undefined;
        continue;
      }
      saving.current = false;
      const stale = result?.error.code === "STALE_EDIT";
      if (stale) {
        wanted.current = undefined;
        setDraft(undefined);
        await queryClient.invalidateQueries({ queryKey: configurationsQuery(workspace).queryKey });
      }
      return setState({
        at: "failed",
        stale,
        message: result?.error.message ?? "The server cannot be reached. What you chose is still here.",
      });
    }
    saving.current = false;
    setDraft(undefined);
    setState({ at: "saved" });
  };

  const change = (setting: Setting) => {
    wanted.current = setting;
    setDraft(setting);
    void saveWanted();
  };

  return { setting: draft ?? settingOf(stored), state, change, retry: () => void saveWanted() };
}
