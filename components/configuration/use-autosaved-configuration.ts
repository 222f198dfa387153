"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { useUserId } from "../shell/user-id";
import { useToast } from "../ui/toast";
import { type ConfigurationSaver, createConfigurationSaver, type SaverContext } from "./configuration-saver";

/** The savers that are shown or have something to save, by agent ID. They outlive their page but not their workspace. */
const savers = new WeakMap<QueryClient, Map<string, ConfigurationSaver>>();

function getSaver(
  { queryClient, ...context }: Omit<SaverContext, "setNeeded">,
  stored: ResponseConfigurationDto,
): ConfigurationSaver {
  const byAgent = savers.get(queryClient) ?? new Map<string, ConfigurationSaver>();
  savers.set(queryClient, byAgent);
  const { id } = stored.agent;
  const existing = byAgent.get(id);
  if (existing) return existing;
  const setNeeded = (needed: boolean) => {
    if (needed) byAgent.set(id, saver);
    else byAgent.delete(id);
  };
  const saver = createConfigurationSaver({ ...context, queryClient, setNeeded }, stored);
  return saver;
}

/**
 * One agent's configuration, saved as it changes. The selection is shown at once, also when the user returns to the page
 * during a save. Undo is available only while the last save of this page is what the database stores.
 */
export function useAutosavedConfiguration(workspace: string, stored: ResponseConfigurationDto) {
  const queryClient = useQueryClient();
  const toast = useToast();
  const userId = useUserId();
  const [saver] = useState(() => getSaver({ workspace, userId, queryClient, toast }, stored));
  const { draft, state, saved } = useSyncExternalStore(saver.subscribe, saver.view, saver.view);
  const server = saver.applyServerState(stored);
  const undo = saved?.version === server.version ? () => void saver.change(saved.before) : undefined;
  return { setting: draft ?? server.setting, state, undo, change: saver.change, retry: saver.retry };
}
