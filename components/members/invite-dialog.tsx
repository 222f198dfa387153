"use client";

import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { inviteMemberAction } from "@/lib/features/members/actions";
import {
  type InvitationDto,
  type InviteMemberInput,
  inviteMemberInput,
} from "@/lib/features/members/contract";
import { confirmCloseUncopied } from "../dialogs/confirm-close-uncopied";
import { SessionExpiredLink } from "../feedback/session-expired-link";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { useHasNavigatedAway } from "../hooks/use-navigated-away";
import { Instant } from "../time/instant";
import { Alert } from "../ui/alert";
import { CopyField } from "../ui/copy-field";
import { Dialog, DialogActions, DoneButton, FormActions } from "../ui/dialog";
import { FormError, TextField } from "../ui/form-field";
import { useToast } from "../ui/toast";
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

/** Invites somebody, then shows the link once: it lives in this dialog's state alone. */
export function InviteDialog({ workspace, earlier, onInvited, onClose }: Props) {
  const [created, setCreated] = useState<CreatedInvitation>();
  const [copied, setCopied] = useState(false);
  const announce = useToast();
  const hasLeft = useHasNavigatedAway();

  useEffect(() => {
    // A page that the browser keeps for its back button must not keep the link with it.
    window.addEventListener("pagehide", onClose);
    return () => window.removeEventListener("pagehide", onClose);
  }, [onClose]);

  // One dialog for both: a second one would be opened while the first gives the focus back.
  if (created) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`Copy the link for ${created.invitation.email} now`}
        // A link that was mailed has arrived.
        confirmClose={
          copied || created.mailed
            ? undefined
            : confirmCloseUncopied(`the link for ${created.invitation.email}`, "link")
        }
      >
        <RevealedLink created={created} onCopied={() => setCopied(true)} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={earlier ? `New link for ${earlier.email}` : "Invite somebody"}
      description={
        earlier
          ? "The link that they have leads nowhere from then on."
          : "You get a link to pass on. Where a mail server is set up, it is mailed too. It works once, within seven days."
      }
    >
      <InviteForm
        workspace={workspace}
        earlier={earlier}
        onCreated={(answer) => {
          onInvited();
          const { email } = answer.invitation;
          if (hasLeft() && !answer.mailed) {
            return announce(
              `Invited ${email}, but you left the page before the link was shown. Create a new link.`,
            );
          }
          setCreated(answer);
          announce(`Invited ${email}.`);
        }}
      />
    </Dialog>
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
        <SessionExpiredLink code={errors.root?.type?.toString()} />
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
      <FormActions label="Make link" pendingLabel="Making the link…" pending={pending} isDirty={isDirty} />
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
    <div className="flex flex-col gap-6">
      <CopyField
        text={window.location.origin + link}
        label="Copy link"
        contentLabel="Link"
        prominent
        autoFocus
        onCopied={onCopied}
      />
      <Alert tone="warn">
        {mailed
          ? `We have mailed the link to ${invitation.email}. `
          : mailed === false
            ? "The link could not be mailed. "
            : ""}
        This is the only time it is shown.
        {mailed ? "" : " Send it to them yourself: whoever opens it first joins."} It works until{" "}
        <Instant at={invitation.expiresAt} />.
      </Alert>
      <DialogActions>
        <DoneButton />
      </DialogActions>
    </div>
  );
}
