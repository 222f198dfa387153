"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { useForm } from "react-hook-form";
import { createAgentAction, renameAgentAction } from "@/lib/features/agents/actions";
import { type AgentDto, agentNameInput } from "@/lib/features/agents/contract";
import { configurationsQueryOptions } from "../configuration/queries";
import { refetchQuery } from "../data/refetch-query";
import { phrase } from "../data/user-text";
import { ConflictFormActions, EditConflictNotice } from "../forms/edit-conflict-notice";
import { useActionForm } from "../forms/use-action-form";
import { useEditConflict } from "../forms/use-edit-conflict";
import { zodResolver } from "../forms/zod-resolver";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/form-field";
import { useToast } from "../ui/toast";
import { useUndoRename } from "./use-undo-rename";

interface Props {
  workspace: string;
  /** Null to create one. */
  agent: AgentDto | null;
  onClose: () => void;
}

const FIELD_FORMATTERS = { name: { label: "Name", format: (name: string) => name } };

/** Creates or renames an agent. */
export function AgentDialog({ workspace, agent, onClose }: Props) {
  const router = useRouter();
  const toast = useToast();
  const queryClient = useQueryClient();
  const undoRename = useUndoRename(workspace);
  /** Closes in the same transition as the refresh: when the dialog opens again, the page has the saved name. */
  const closeAndRefresh = (notify = () => {}) =>
    startTransition(() => {
      notify();
      router.refresh();
      onClose();
    });
  const form = useForm<{ name: string }>({
    resolver: zodResolver(agentNameInput),
    defaultValues: { name: agent?.name ?? "" },
  });
  const { base, fields, save } = useEditConflict(form, { name: agent?.name ?? "" }, FIELD_FORMATTERS);
  const { pending, submit } = useActionForm<{ name: string }, AgentDto>(form, (saved) => {
    closeAndRefresh(() => {
      if (!agent) toast(phrase`Created “${saved.name}”.`);
      else if (saved.name === base.name) toast("No changes.");
      else
        toast(phrase`Renamed to “${saved.name}”.`, {
          label: "Undo",
          run: () => undoRename(saved, base.name),
        });
    });
  });
  const refetch = async () => {
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
      title={agent ? phrase`Rename ${agent.name}` : "New agent"}
      description={
        agent
          ? "The ID and slug won’t change."
          : "New agents share no metrics and no transcript until you turn them on."
      }
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={form.handleSubmit((values) => submit(() => save(values, () => send(values.name), refetch)))}
      >
        <EditConflictNotice
          error={errors.root}
          fields={fields}
          resourceName={base.name}
          onDiscardMine={() => closeAndRefresh()}
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
