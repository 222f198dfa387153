"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { changeMemberAction } from "@/lib/features/members/actions";
import { type ChangeMemberInput, changeMemberInput, type MemberDto } from "@/lib/features/members/contract";
import { ConflictFormActions, EditConflictNotice } from "../forms/edit-conflict-notice";
import { useActionForm } from "../forms/use-action-form";
import { useEditConflict } from "../forms/use-edit-conflict";
import { zodResolver } from "../forms/zod-resolver";
import { Alert } from "../ui/alert";
import { Dialog } from "../ui/dialog";
import { useToast } from "../ui/toast";
import { AccessFields } from "./access-fields";
import { accessLabel } from "./access-labels";
import { fetchMember, membersQueryKey } from "./queries";

interface Props {
  workspace: string;
  member: MemberDto;
  /** The id of whoever looks. */
  currentUserId: string;
  onSaved: (saved: MemberDto) => void;
  onClose: () => void;
}

type MemberAccess = Omit<ChangeMemberInput, "userId" | "seen">;

const toMemberAccess = ({ role, access }: MemberDto): MemberAccess => ({
  role,
  apiKeysAccess: access.api_keys,
  configurationAccess: access.response_configuration,
});

const FIELD_FORMATTERS = {
  role: { label: "Role", tell: accessLabel },
  apiKeysAccess: { label: "API keys", tell: accessLabel },
  configurationAccess: { label: "Response configuration", tell: accessLabel },
};

/** Changes what somebody may do. */
export function MemberDialog({ workspace, member, currentUserId, onSaved, onClose }: Props) {
  const announce = useToast();
  const queryClient = useQueryClient();
  const form = useForm<ChangeMemberInput>({
    resolver: zodResolver(changeMemberInput),
    defaultValues: { userId: member.userId, ...toMemberAccess(member) },
  });
  const { base, fields, save } = useEditConflict(form, toMemberAccess(member), FIELD_FORMATTERS);
  const { pending, submit } = useActionForm<ChangeMemberInput, MemberDto>(form, (saved) => {
    announce(`Saved the access of ${saved.name}.`);
    onSaved(saved);
    onClose();
  });
  const readAgain = async () => {
    const now = await fetchMember(workspace, member.userId);
    void queryClient.invalidateQueries({ queryKey: membersQueryKey(workspace) });
    return now && toMemberAccess(now);
  };

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
        onSubmit={form.handleSubmit((values) =>
          submit(() =>
            save(values, () => changeMemberAction(workspace, { ...values, seen: base }), readAgain),
          ),
        )}
      >
        <EditConflictNotice
          error={errors.root}
          fields={fields}
          resourceName={`the access of ${member.name}`}
          onDiscardMine={onClose}
        />
        <AccessFields role={role} register={form.register} errors={errors}>
          {member.userId === currentUserId && member.role === "admin" && role === "member" ? (
            <Alert tone="warn" live>
              You stop being an admin as you save this, and only another admin can make you one again.
            </Alert>
          ) : null}
        </AccessFields>
        <ConflictFormActions error={errors.root} pending={pending} isDirty={isDirty} />
      </form>
    </Dialog>
  );
}
