"use client";

import { useForm } from "react-hook-form";
import { inviteMemberAction } from "@/lib/features/members/actions";
import {
  type InvitationDto,
  type InviteMemberInput,
  inviteMemberInput,
} from "@/lib/features/members/contract";
import { phrase } from "../data/user-text";
import { OneTimeSecretDialog, useOneTimeSecret } from "../dialogs/one-time-secret-dialog";
import { ErrorRecovery } from "../feedback/action-error";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { Instant } from "../time/instant";
import { Alert } from "../ui/alert";
import { CopyField } from "../ui/copy-field";
import { FormActions } from "../ui/dialog-footer";
import { FormError, TextField } from "../ui/form-field";
import { AccessFields } from "./access-fields";

interface CreatedInvitation {
  invitation: InvitationDto;
  link: string;
  mailed: boolean | null;
}

interface Props {
  workspace: string;
  /** An earlier invitation, to be replaced by one with a new link. */
  earlier: InvitationDto | null;
  onInvited: () => void;
  onClose: () => void;
}

/** Invites a member, then shows the link once. */
export function InviteDialog({ workspace, earlier, onInvited, onClose }: Props) {
  const secret = useOneTimeSecret<CreatedInvitation>();
  const onCreated = (created: CreatedInvitation) => {
    const { email } = created.invitation;
    onInvited();
    secret.reveal(created, {
      toast: phrase`Invited ${email}.`,
      leftToast: created.mailed
        ? undefined
        : phrase`Invited ${email}, but you left the page before the link was shown. Create a new link.`,
      delivered: created.mailed,
    });
  };
  return (
    <OneTimeSecretDialog
      secret={secret}
      noun="link"
      title={earlier ? phrase`New link for ${earlier.email}` : "Invite a member"}
      description={
        earlier
          ? "Their current link will stop working."
          : "We’ll create a one-time link, valid for 7 days. If email is set up on this server, we’ll also send it to them."
      }
      form={<InviteForm workspace={workspace} earlier={earlier} onCreated={onCreated} />}
      secretTitle={({ invitation }) => phrase`Copy the link for ${invitation.email}`}
      secretName={({ invitation }) => phrase`the link for ${invitation.email}`}
      renderSecret={(created) => <RevealedLink created={created} onCopied={secret.markCopied} />}
      onClose={onClose}
    />
  );
}

interface FormProps {
  workspace: string;
  earlier: InvitationDto | null;
  onCreated: (created: CreatedInvitation) => void;
}

function InviteForm({ workspace, earlier, onCreated }: FormProps) {
  const form = useForm<InviteMemberInput>({
    resolver: zodResolver(inviteMemberInput),
    defaultValues: {
      email: earlier?.email ?? "",
      role: earlier?.role ?? "member",
      apiKeysAccess: earlier?.access.api_keys ?? "read",
      configurationAccess: earlier?.access.response_configuration ?? "read",
    },
  });
  const { pending, submit } = useActionForm<InviteMemberInput, CreatedInvitation>(form, onCreated);
  const { errors, isDirty } = form.formState;
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) => submit(() => inviteMemberAction(workspace, values)))}
    >
      <FormError message={errors.root?.message}>
        <ErrorRecovery code={errors.root?.type?.toString()} />
      </FormError>
      <TextField
        label="Email"
        error={errors.email?.message}
        {...form.register("email")}
        type="email"
        autoComplete="off"
        readOnly={earlier !== null}
      />
      <AccessFields role={form.watch("role")} register={form.register} errors={errors} />
      <FormActions label="Create link" pendingLabel="Creating…" pending={pending} isDirty={isDirty} />
    </form>
  );
}

function RevealedLink({
  created: { invitation, link, mailed },
  onCopied,
}: {
  created: CreatedInvitation;
  onCopied: () => void;
}) {
  return (
    <>
      <CopyField
        text={window.location.origin + link}
        label="Copy link"
        contentLabel="Link"
        prominent
        autoFocus
        onCopied={onCopied}
      />
      <Alert tone="warn">
        <span>
          {mailed
            ? phrase`We’ve emailed the link to ${invitation.email}. `
            : mailed === false
              ? "We couldn’t email the link. "
              : ""}
        </span>
        <span>
          {`We can’t show it again.${mailed ? "" : " Send it privately: anyone who opens it can join."} It works until `}
        </span>
        <Instant at={invitation.expiresAt} />.
      </Alert>
    </>
  );
}
