"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { useForm } from "react-hook-form";
import { createAgentAction, renameAgentAction } from "@/lib/features/agents/actions";
import type { AgentDto } from "@/lib/features/agents/contract";
import { configurationsQueryOptions } from "../configuration/queries";
import { refetchQuery } from "../data/fetch-json";
import { ConflictFormActions, EditConflictNotice } from "../forms/edit-conflict-notice";
import { useActionForm } from "../forms/use-action-form";
import { useEditConflict } from "../forms/use-edit-conflict";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/form-field";
import { useToast } from "../ui/toast";
import { useUndoRename } from "./use-undo-rename";

interface Props {
  workspace: string;
  /** Null makes a new one. */
  agent: AgentDto | null;
  onClose: () => void;
}

const FIELD_FORMATTERS = { name: { label: "Name", tell: (name: string) => name } };

/** Makes an agent, or gives one another name. */
export function AgentDialog({ workspace, agent, onClose }: Props) {
  const router = useRouter();
  const announce = useToast();
  const queryClient = useQueryClient();
  const undoRename = useUndoRename(workspace);
  /** Closes with what is there now in the page: who opens it again goes on from that. */
  const closeUpToDate = (tell = () => {}) =>
    startTransition(() => {
      tell();
      router.refresh();
      onClose();
    });
  const form = useForm<{ name: string }>({ defaultValues: { name: agent?.name ?? "" } });
  const { base, fields, save } = useEditConflict(form, { name: agent?.name ?? "" }, FIELD_FORMATTERS);
  const { pending, submit } = useActionForm<{ name: string }, AgentDto>(form, (saved) => {
    closeUpToDate(() => {
      if (!agent) announce(`Created ${saved.name}.`);
      else if (saved.name === base.name) announce("Nothing was changed.");
      else announce(`Renamed to ${saved.name}.`, { label: "Undo", run: () => undoRename(saved, base.name) });
    });
  });
  const readAgain = async () => {
    const all = await refetchQuery(queryClient, configurationsQueryOptions(workspace));
    return all.find((one) => one.agent.id === agent?.id)?.agent;
  };
  const send = (name: string) =>
    agent
      ? renameAgentAction(workspace, { id: agent.id, name, seen: base.name })
      : createAgentAction(workspace, { name });

  const { errors, isDirty } = form.formState;
  return (
    <Dialog
      open
      onClose={onClose}
      title={agent ? `Rename ${agent.name}` : "New agent"}
      description={
        agent
          ? "Its ID and slug stay, because clients hold them."
          : "Its answers begin closed: no metrics, no transcript. Open them under Configuration."
      }
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={form.handleSubmit((values) =>
          submit(() => save(values, () => send(values.name), readAgain)),
        )}
      >
        <EditConflictNotice
          error={errors.root}
          fields={fields}
          resourceName={base.name}
          onDiscardMine={() => closeUpToDate()}
        />
        <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="off" />
        <ConflictFormActions
          error={errors.root}
          label={agent ? "Rename" : "Create"}
          pending={pending}
          isDirty={isDirty}
        />
      </form>
    </Dialog>
  );
}
