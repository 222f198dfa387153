"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { useUserId } from "../shell/user-id";
import { useToast } from "../ui/toast";
import { type ConfigurationSaver, createConfigurationSaver, type SaverContext } from "./configuration-saver";

/** The savers that are shown or have something to save, by agent. They outlive their page, not their workspace. */
const savers = new WeakMap<QueryClient, Map<string, ConfigurationSaver>>();

function getSaver(
  { queryClient, ...context }: Omit<SaverContext, "setNeeded">,
  stored: ResponseConfigurationDto,
): ConfigurationSaver {
  const byAgent = savers.get(queryClient) ?? new Map<string, ConfigurationSaver>();
  savers.set(queryClient, byAgent);
  const { id } = stored.agent;
  const kept = byAgent.get(id);
  if (kept) return kept;
  const setNeeded = (needed: boolean) => {
    if (needed) byAgent.set(id, saver);
    else byAgent.delete(id);
  };
  const saver = createConfigurationSaver({ ...context, queryClient, setNeeded }, stored);
  return saver;
}

/**
 * One agent's configuration, saved as it is changed. The screen shows at once what was selected, also on a return to the
 * page while a save is running. Undo is offered only while what this page saved last is what the database has.
 */
export function useAutosavedConfiguration(workspace: string, stored: ResponseConfigurationDto) {
  const queryClient = useQueryClient();
  const announce = useToast();
  const userId = useUserId();
  const [saver] = useState(() => getSaver({ workspace, userId, queryClient, announce }, stored));
  const { draft, state, saved } = useSyncExternalStore(saver.subscribe, saver.view, saver.view);
  const known = saver.applyServerState(stored);
  const undo = saved?.version === known.version ? () => void saver.change(saved.before) : undefined;
  return { setting: draft ?? known.setting, state, undo, change: saver.change, retry: saver.retry };
}
