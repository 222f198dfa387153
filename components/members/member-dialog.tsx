"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { changeMemberAction } from "@/lib/features/members/actions";
import { type ChangeMemberInput, changeMemberInput, type MemberDto } from "@/lib/features/members/contract";
import { phrase } from "../data/user-text";
import { ConflictFormActions, EditConflictNotice } from "../forms/edit-conflict-notice";
import { useActionForm } from "../forms/use-action-form";
import { isSameValue, useEditConflict } from "../forms/use-edit-conflict";
import { zodResolver } from "../forms/zod-resolver";
import { Alert } from "../ui/alert";
import { Dialog } from "../ui/dialog";
import { useToast } from "../ui/toast";
import { AccessFields } from "./access-fields";
import { accessLabel, roleLabel } from "./access-labels";
import { fetchMember, membersQueryKey } from "./queries";

interface Props {
  workspace: string;
  member: MemberDto;
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
  role: { label: "Role", format: roleLabel },
  apiKeysAccess: { label: "API keys", format: accessLabel },
  configurationAccess: { label: "Response configuration", format: accessLabel },
};

/** Changes a member's role and access. */
export function MemberDialog({ workspace, member, currentUserId, onSaved, onClose }: Props) {
  const showToast = useToast();
  const queryClient = useQueryClient();
  const form = useForm<ChangeMemberInput>({
    resolver: zodResolver(changeMemberInput),
    defaultValues: { userId: member.userId, ...toMemberAccess(member) },
  });
  const { base, fields, save } = useEditConflict(form, toMemberAccess(member), FIELD_FORMATTERS);
  const { pending, submit } = useActionForm<ChangeMemberInput, MemberDto>(form, (saved) => {
    const changed = !isSameValue(toMemberAccess(saved), base);
    showToast(changed ? phrase`Saved ${saved.name}’s access.` : "No changes.");
    onSaved(saved);
    onClose();
  });
  const refetch = async () => {
    const current = await fetchMember(workspace, member.userId);
    void queryClient.invalidateQueries({ queryKey: membersQueryKey(workspace) });
    return current && toMemberAccess(current);
  };

  const { errors, isDirty } = form.formState;
  const role = form.watch("role");
  return (
    <Dialog
      open
      onClose={onClose}
      title={phrase`${member.name}’s access`}
      description="Takes effect with their next request."
    >
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={form.handleSubmit((values) =>
          submit(() => save(values, () => changeMemberAction(workspace, { ...values, seen: base }), refetch)),
        )}
      >
        <EditConflictNotice
          error={errors.root}
          fields={fields}
          resourceName={phrase`${member.name}’s access`}
          onDiscardMine={onClose}
        />
        <AccessFields role={role} register={form.register} errors={errors}>
          {member.userId === currentUserId && member.role === "admin" && role === "member" ? (
            <Alert tone="warn" live>
              You’ll lose admin access when you save. Only another admin can give it back.
            </Alert>
          ) : null}
        </AccessFields>
        <ConflictFormActions error={errors.root} pending={pending} isDirty={isDirty} />
      </form>
    </Dialog>
  );
}
