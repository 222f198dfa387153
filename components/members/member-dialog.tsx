"use client";

import { useForm } from "react-hook-form";
import { changeMemberAction } from "@/lib/members/actions";
import { type ChangeMemberInput, changeMemberInput, type MemberDto } from "@/lib/members/contract";
import { useAnnounce } from "../ui/announcer";
import { Dialog, FormActions } from "../ui/dialog";
import { FormError } from "../ui/form-field";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { RightsFields } from "./rights-fields";

interface Props {
  workspace: string;
  member: MemberDto;
  onSaved: () => void;
  onClose: () => void;
}

/** Changes what somebody may do. */
export function MemberDialog({ workspace, member, onSaved, onClose }: Props) {
  const announce = useAnnounce();
  const form = useForm<ChangeMemberInput>({
    resolver: zodResolver(changeMemberInput),
    defaultValues: {
      userId: member.userId,
      role: member.role,
      apiKeysAccess: member.access.api_keys,
      configurationAccess: member.access.response_configuration,
    },
  });
  const { pending, submit } = useSubmission<ChangeMemberInput, MemberDto>(form, (saved) => {
    announce(`Saved the access of ${saved.name}.`);
    onSaved();
    onClose();
  });
  const { errors } = form.formState;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Access of ${member.name}`}
      description="It counts from their next request."
    >
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={form.handleSubmit((values) => submit(() => changeMemberAction(workspace, values)))}
      >
        <FormError message={errors.root?.message} />
        <RightsFields role={form.watch("role")} register={form.register} />
        <FormActions label="Save" doing="Saving…" pending={pending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
