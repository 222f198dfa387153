"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { configureAgentAction } from "@/lib/agents/actions";
import type { ResponseConfigurationDto } from "@/lib/agents/contract";
import { configurationsQuery } from "./queries";
import { type Setting, sameSetting, tellChanges } from "./tell-changes";

export type SaveState =
  | { at: "rest" | "saving" | "saved" }
  /**
   * What was chosen is still on the screen; `stale` means that somebody else's choice took its place. Without an answer,
   * or one of the database, nobody knows whether it was saved.
   */
  | { at: "failed"; code?: string; answered: boolean; message: string; stale: boolean };

/** What stands in the database, as far as is known here. */
interface Known {
  setting: Setting;
  version: number;
}

const knownOf = ({ metrics, transcript, version }: ResponseConfigurationDto): Known => ({
  setting: { metrics, transcript },
  version,
});

const NO_ANSWER =
  "The server did not answer, so it is not known whether this was saved. What you chose is still here.";

/**
 * One agent's configuration, saved as it is changed. The screen shows at once what was chosen. One save is under way at
 * a time and carries the version that it began from, so quick changes never overtake each other and nobody else's
 * change is overwritten unseen. Undo is offered only while what this page saved last is what stands.
 */
export function useConfiguration(workspace: string, stored: ResponseConfigurationDto) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Setting>();
  const [state, setState] = useState<SaveState>({ at: "rest" });
  const [saved, setSaved] = useState<{ version: number; before: Setting }>();
  const wanted = useRef<Setting>(undefined);
  const saving = useRef(false);
  const running = useRef<Promise<void>>(undefined);
  // Sent, and never answered: it may stand there by now.
  const unanswered = useRef<Setting>(undefined);
  const known = useRef(knownOf(stored));
  // Where the changes that are under way began.
  const began = useRef(known.current.setting);
  const idle = !saving.current && !wanted.current;
  // Versions only grow: what is read may be older than what was just saved.
  if (idle && stored.version > known.current.version) known.current = knownOf(stored);

  /** How the configuration is now, by reading all of them again. */
  const readAgain = async (): Promise<Known> => {
    const { queryKey } = configurationsQuery(workspace);
    await queryClient.invalidateQueries({ queryKey });
    const now = queryClient.getQueryData(queryKey)?.find(({ agent }) => agent.id === stored.agent.id);
    return now ? knownOf(now) : known.current;
  };

  const saveWanted = async () => {
    saving.current = true;
    setState({ at: "saving" });
    while (wanted.current) {
      const setting = wanted.current;
      const input = { id: stored.agent.id, version: known.current.version, ...setting };
      const result = await configureAgentAction(workspace, input).catch(() => null);
      if (result?.ok) {
        unanswered.current = undefined;
        known.current = knownOf(result.data);
        queryClient.setQueryData(configurationsQuery(workspace).queryKey, (all) =>
          all?.map((one) => (one.agent.id === result.data.agent.id ? result.data : one)),
        );
        if (wanted.current === setting) wanted.current = undefined;
        continue;
      }
      if (result?.error.code !== "STALE_EDIT") {
        const answered = result !== null && result.error.code !== "UNAVAILABLE";
        if (!answered) unanswered.current ??= setting;
        saving.current = false;
        const problem = result?.error ?? { message: NO_ANSWER };
        return setState({ at: "failed", stale: false, answered, ...problem });
      }
      const now = await readAgain();
      const own = unanswered.current && sameSetting(unanswered.current, now.setting);
      unanswered.current = undefined;
      const theirs = tellChanges(known.current.setting, now.setting);
      known.current = now;
      // The save that got no answer came through, and it was not somebody else's.
      if (own) continue;
      wanted.current = undefined;
      saving.current = false;
      setDraft(undefined);
      setSaved(undefined);
      return setState({
        at: "failed",
        stale: true,
        answered: true,
        message: `${result.error.message} ${theirs}`,
      });
    }
    saving.current = false;
    setDraft(undefined);
    setSaved({ version: known.current.version, before: began.current });
    setState({ at: "saved" });
  };

  /** The save that is under way, which takes along what is chosen meanwhile, or another. */
  const save = (): Promise<void> => {
    if (!saving.current) running.current = saveWanted();
    return running.current ?? Promise.resolve();
  };

  /** @returns whether it stands there now */
  const change = async (setting: Setting): Promise<boolean> => {
    if (!saving.current && !wanted.current) began.current = known.current.setting;
    wanted.current = setting;
    setDraft(setting);
    await save();
    return sameSetting(known.current.setting, setting);
  };

  const undo = saved?.version === known.current.version ? () => void change(saved.before) : undefined;
  return { setting: draft ?? known.current.setting, state, change, undo, retry: () => void save() };
}
