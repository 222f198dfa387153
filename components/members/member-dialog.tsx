"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { changeMemberAction } from "@/lib/members/actions";
import { type ChangeMemberInput, changeMemberInput, type MemberDto } from "@/lib/members/contract";
import { EditActions, Overtaken } from "../overtaken";
import { useAnnounce } from "../ui/announcer";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { useOvertaken } from "../use-overtaken";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { peopleOf, readMember } from "./queries";
import { toldRight } from "./rights";
import { RightsFields } from "./rights-fields";

interface Props {
  workspace: string;
  member: MemberDto;
  /** The id of whoever looks. */
  self: string;
  onSaved: (saved: MemberDto) => void;
  onClose: () => void;
}

type Rights = Omit<ChangeMemberInput, "userId" | "seen">;

const rightsOf = ({ role, access }: MemberDto): Rights => ({
  role,
  apiKeysAccess: access.api_keys,
  configurationAccess: access.response_configuration,
});

const WORDS = {
  role: { label: "Role", tell: toldRight },
  apiKeysAccess: { label: "API keys", tell: toldRight },
  configurationAccess: { label: "Response configuration", tell: toldRight },
};

/** Changes what somebody may do. */
export function MemberDialog({ workspace, member, self, onSaved, onClose }: Props) {
  const announce = useAnnounce();
  const queryClient = useQueryClient();
  const form = useForm<ChangeMemberInput>({
    resolver: zodResolver(changeMemberInput),
    defaultValues: { userId: member.userId, ...rightsOf(member) },
  });
  const { base, fields, save } = useOvertaken(form, rightsOf(member), WORDS);
  const { pending, submit } = useSubmission<ChangeMemberInput, MemberDto>(form, (saved) => {
    announce(`Saved the access of ${saved.name}.`);
    onSaved(saved);
    onClose();
  });
  const readAgain = async () => {
    const now = await readMember(workspace, member.userId);
    void queryClient.invalidateQueries({ queryKey: peopleOf(workspace) });
    return now && rightsOf(now);
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
        <Overtaken
          error={errors.root}
          fields={fields}
          what={`the access of ${member.name}`}
          onTakeTheirs={onClose}
        />
        <RightsFields role={role} register={form.register} errors={errors}>
          {member.userId === self && member.role === "admin" && role === "member" ? (
            <Notice tone="warn" live>
              You stop being an admin as you save this, and only another admin can make you one again.
            </Notice>
          ) : null}
        </RightsFields>
        <EditActions error={errors.root} pending={pending} begun={isDirty} />
      </form>
    </Dialog>
  );
}
