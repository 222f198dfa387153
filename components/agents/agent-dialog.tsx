"use client";

import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { createAgentAction, renameAgentAction } from "@/lib/agents/actions";
import type { AgentDto } from "@/lib/agents/contract";
import { useAnnounce } from "../ui/announcer";
import { Dialog, FormActions } from "../ui/dialog";
import { FormError, TextField } from "../ui/form-field";
import { useSubmission } from "../use-submission";

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
  const form = useForm<{ name: string }>({ defaultValues: { name: agent?.name ?? "" } });
  const { pending, submit } = useSubmission<{ name: string }, AgentDto>(form, (saved) => {
    announce(agent ? `Renamed to ${saved.name}.` : `Created ${saved.name}.`);
    router.refresh();
    onClose();
  });
  const { errors, isDirty } = form.formState;
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
        onSubmit={form.handleSubmit((values) =>
          submit(() =>
            agent
              ? renameAgentAction(workspace, { id: agent.id, ...values })
              : createAgentAction(workspace, values),
          ),
        )}
      >
        <FormError message={errors.root?.message} />
        <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="off" />
        <FormActions label={agent ? "Rename" : "Create"} doing="Saving…" pending={pending} begun={isDirty} />
      </form>
    </Dialog>
  );
}
