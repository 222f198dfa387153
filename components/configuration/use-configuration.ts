"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { configureAgentAction } from "@/lib/agents/actions";
import type { ResponseConfigurationDto } from "@/lib/agents/contract";
import { configurationsQuery } from "./queries";
import { type Setting, tellChanges } from "./tell-changes";

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
  // What was there before the last change, for undo.
  const [before, setBefore] = useState<Setting>();
  const saving = useRef(false);
  const version = useRef(stored.version);
  if (!saving.current && !wanted.current) version.current = stored.version;

  const keep = (saved: ResponseConfigurationDto) =>
    queryClient.setQueryData(configurationsQuery(workspace).queryKey, (all) =>
      all?.map((one) => (one.agent.id === saved.agent.id ? saved : one)),
    );

  /** Known once the configurations were read again. */
  const whatTheyDid = (): string => {
    const all = queryClient.getQueryData(configurationsQuery(workspace).queryKey);
    const theirs = all?.find(({ agent }) => agent.id === stored.agent.id);
    return theirs ? tellChanges(settingOf(stored), settingOf(theirs)) : "";
  };

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
        setBefore(undefined);
        await queryClient.invalidateQueries({ queryKey: configurationsQuery(workspace).queryKey });
      }
      const message = result?.error.message ?? "The server cannot be reached. What you chose is still here.";
      return setState({ at: "failed", stale, message: stale ? `${message} ${whatTheyDid()}` : message });
    }
    saving.current = false;
    setDraft(undefined);
    setState({ at: "saved" });
  };

  const change = (setting: Setting) => {
    if (!saving.current) setBefore(draft ?? settingOf(stored));
    wanted.current = setting;
    setDraft(setting);
    void saveWanted();
  };

  const undo = before && (() => change(before));
  return { setting: draft ?? settingOf(stored), state, change, undo, retry: () => void saveWanted() };
}
