"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { createAgentAction, renameAgentAction } from "@/lib/agents/actions";
import type { AgentDto } from "@/lib/agents/contract";
import type { Result } from "@/lib/result";
import { configurationsQuery } from "../configuration/queries";
import { ReadError } from "../get-json";
import { Overtaken } from "../overtaken";
import { useAnnounce } from "../ui/announcer";
import { Dialog, FormActions } from "../ui/dialog";
import { TextField } from "../ui/form-field";
import { useSubmission } from "../use-submission";
import { useUndoRename } from "./use-undo-rename";

interface Props {
  workspace: string;
  /** Null makes a new one. */
  agent: AgentDto | null;
  onClose: () => void;
}

/** Makes an agent, or gives one another name. */
export function AgentDialog({ workspace, agent, onClose }: Props) {
  const router = useRouter();
  const announce = useAnnounce();
  const queryClient = useQueryClient();
  const undoRename = useUndoRename(workspace);
  // The name as it was last known; another than the first where somebody else saved meanwhile.
  const [seen, setSeen] = useState(agent?.name ?? "");
  const form = useForm<{ name: string }>({ defaultValues: { name: seen } });
  const { pending, submit } = useSubmission<{ name: string }, AgentDto>(form, (saved) => {
    if (!agent) announce(`Created ${saved.name}.`);
    else if (saved.name === seen) announce("Nothing was changed.");
    else announce(`Renamed to ${saved.name}.`, { label: "Undo", run: () => undoRename(saved, seen) });
    router.refresh();
    onClose();
  });

  const rename = async (id: string, name: string): Promise<Result<AgentDto>> => {
    const result = await renameAgentAction(workspace, { id, name, seen });
    if (result.ok || result.error.code !== "STALE_EDIT") return result;
    try {
      const all = await queryClient.fetchQuery({ ...configurationsQuery(workspace), staleTime: 0 });
      // Gone altogether: the next save is told so.
      setSeen((known) => all.find((one) => one.agent.id === id)?.agent.name ?? known);
      return result;
    } catch (error) {
      if (error instanceof ReadError) return { ok: false, error: error.error };
      throw error;
    }
  };

  const { errors, isDirty } = form.formState;
  const stale = errors.root?.type === "STALE_EDIT";
  return (
    <Dialog
      open
      onClose={onClose}
      title={agent ? `Rename ${agent.name}` : "New agent"}
      description={
        agent
          ? "Its id and slug stay, because clients hold them."
          : "Its answers begin closed: no metrics, no transcript. Open them under Configuration."
      }
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={form.handleSubmit(({ name }) =>
          submit(() => (agent ? rename(agent.id, name) : createAgentAction(workspace, { name }))),
        )}
      >
        <Overtaken
          error={errors.root}
          fields={[{ field: "Name", theirs: seen, yours: form.getValues("name") }]}
          onTakeTheirs={() => {
            announce(`Left ${seen} as it was saved by somebody else.`);
            router.refresh();
            onClose();
          }}
        />
        <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="off" />
        <FormActions
          label={stale ? "Save mine on top" : agent ? "Rename" : "Create"}
          doing="Saving…"
          pending={pending}
          begun={isDirty}
        />
      </form>
    </Dialog>
  );
}
