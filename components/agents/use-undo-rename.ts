"use client";

import { useRouter } from "next/navigation";
import { renameAgentAction } from "@/lib/features/agents/actions";
import type { AgentDto } from "@/lib/features/agents/contract";
import { callAction } from "../feedback/call-action";
import { useUserId } from "../shell/user-id";
import { useToast } from "../ui/toast";

/** Takes the rename of an agent back by the verb that made it, unless somebody else has renamed it since. */
export function useUndoRename(workspace: string) {
  const router = useRouter();
  const announce = useToast();
  const userId = useUserId();
  const undo = async (renamed: AgentDto, name: string): Promise<void> => {
    const { id, name: seen } = renamed;
    const result = await callAction(() => renameAgentAction(workspace, { id, name, seen }, userId));
    router.refresh();
    if (result.ok) return announce(`Undone: ${name} is as it was.`);
    const { code, message } = result.error;
    if (code !== "UNAVAILABLE") return announce(`${seen} was not changed back. ${message}`);
    announce(message, { label: "Try again", run: () => void undo(renamed, name) });
  };
  return (renamed: AgentDto, before: string) => void undo(renamed, before);
}
