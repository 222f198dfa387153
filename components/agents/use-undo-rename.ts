"use client";

import { useRouter } from "next/navigation";
import { renameAgentAction } from "@/lib/features/agents/actions";
import type { AgentDto } from "@/lib/features/agents/contract";
import { phrase } from "../data/user-text";
import { callAction } from "../feedback/call-action";
import { useUserId } from "../shell/user-id";
import { useToast } from "../ui/toast";

/** Reverts the rename of an agent, unless another user renamed it since. */
export function useUndoRename(workspace: string) {
  const router = useRouter();
  const toast = useToast();
  const userId = useUserId();
  const undo = async (renamed: AgentDto, name: string): Promise<void> => {
    const { id, name: seen } = renamed;
    const result = await callAction(() => renameAgentAction(workspace, { id, name, seen }, userId));
    router.refresh();
    if (result.ok) return toast("Change undone.");
    const { code, message } = result.error;
    if (code !== "UNAVAILABLE") return toast(phrase`Couldn’t undo the change to “${seen}”. ${[message]}`);
    toast(message, { label: "Try again", run: () => void undo(renamed, name) });
  };
  return (renamed: AgentDto, before: string) => void undo(renamed, before);
}
