"use client";

import { useForm } from "react-hook-form";
import { changeMemberAction } from "@/lib/members/actions";
import { type ChangeMemberInput, changeMemberInput, type MemberDto } from "@/lib/members/contract";
import { useAnnounce } from "../ui/announcer";
import { Dialog, FormActions } from "../ui/dialog";
import { FormError } from "../ui/form-field";
import { Notice } from "../ui/notice";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { RightsFields } from "./rights-fields";

interface Props {
  workspace: string;
  member: MemberDto;
  /** The id of whoever looks. */
  self: string;
  onSaved: () => void;
  onClose: () => void;
}

/** Changes what somebody may do. */
export function MemberDialog({ workspace, member, self, onSaved, onClose }: Props) {
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
  const { errors, isDirty } = form.formState;
  const role = form.watch("role");
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
        <RightsFields role={role} register={form.register}>
          {member.userId === self && member.role === "admin" && role === "member" ? (
            <Notice tone="warn" live>
              You stop being an admin as you save this, and only another admin can make you one again.
            </Notice>
          ) : null}
        </RightsFields>
        <FormActions label="Save" doing="Saving…" pending={pending} begun={isDirty} />
      </form>
    </Dialog>
  );
}
