"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { changeMemberAction } from "@/lib/members/actions";
import { type ChangeMemberInput, changeMemberInput, type MemberDto } from "@/lib/members/contract";
import type { Result } from "@/lib/result";
import { ReadError } from "../get-json";
import { Overtaken, type OvertakenField } from "../overtaken";
import { useAnnounce } from "../ui/announcer";
import { Dialog, FormActions } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { membersQuery } from "./queries";
import { toldRight } from "./rights";
import { RightsFields } from "./rights-fields";

interface Props {
  workspace: string;
  member: MemberDto;
  /** The id of whoever looks. */
  self: string;
  onSaved: () => void;
  onClose: () => void;
}

type Rights = Required<ChangeMemberInput>["seen"];

const rightsOf = ({ role, access }: MemberDto): Rights => ({
  role,
  apiKeysAccess: access.api_keys,
  configurationAccess: access.response_configuration,
});

const FIELDS = {
  role: "Role",
  apiKeysAccess: "API keys",
  configurationAccess: "Response configuration",
} as const;
type Field = keyof typeof FIELDS;

/** Changes what somebody may do. */
export function MemberDialog({ workspace, member, self, onSaved, onClose }: Props) {
  const announce = useAnnounce();
  const queryClient = useQueryClient();
  // What is being changed, as it was last known; and how it came to be so, where somebody else saved meanwhile.
  const [seen, setSeen] = useState(rightsOf(member));
  const [overtaken, setOvertaken] = useState<OvertakenField[]>([]);
  const form = useForm<ChangeMemberInput>({
    resolver: zodResolver(changeMemberInput),
    defaultValues: { userId: member.userId, ...rightsOf(member) },
  });
  const { pending, submit } = useSubmission<ChangeMemberInput, MemberDto>(form, (saved) => {
    announce(`Saved the access of ${saved.name}.`);
    onSaved();
    onClose();
  });

  const save = async (values: ChangeMemberInput): Promise<Result<MemberDto>> => {
    const result = await changeMemberAction(workspace, { ...values, seen });
    if (result.ok || result.error.code !== "STALE_EDIT") return result;
    try {
      const members = await queryClient.fetchQuery({ ...membersQuery(workspace), staleTime: 0 });
      const now = members.find(({ userId }) => userId === member.userId);
      // Gone altogether: the next save is told so.
      if (!now) return result;
      const theirs = rightsOf(now);
      const changed = Object.keys(FIELDS).filter(
        (name): name is Field => theirs[name as Field] !== seen[name as Field],
      );
      setOvertaken(
        changed.map((name) => ({
          field: FIELDS[name],
          theirs: toldRight(theirs[name]),
          yours: values[name] === seen[name] ? null : toldRight(values[name]),
        })),
      );
      // What the person had not touched is theirs to have; what they chose stays.
      for (const name of changed) if (values[name] === seen[name]) form.setValue(name, theirs[name]);
      setSeen(theirs);
      return result;
    } catch (error) {
      if (error instanceof ReadError) return { ok: false, error: error.error };
      throw error;
    }
  };

  const { errors, isDirty } = form.formState;
  const stale = errors.root?.type === "STALE_EDIT";
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
        onSubmit={form.handleSubmit((values) => submit(() => save(values)))}
      >
        <Overtaken
          error={errors.root}
          fields={overtaken}
          onTakeTheirs={() => {
            announce(`Left the access of ${member.name} as it was saved by somebody else.`);
            onClose();
          }}
        />
        <RightsFields role={role} register={form.register}>
          {member.userId === self && member.role === "admin" && role === "member" ? (
            <Notice tone="warn" live>
              You stop being an admin as you save this, and only another admin can make you one again.
            </Notice>
          ) : null}
        </RightsFields>
        <FormActions
          label={stale ? "Save mine on top" : "Save"}
          doing="Saving…"
          pending={pending}
          begun={isDirty}
        />
      </form>
    </Dialog>
  );
}
