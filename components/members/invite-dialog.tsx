"use client";

import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { inviteMemberAction } from "@/lib/members/actions";
import { type InvitationDto, type InviteMemberInput, inviteMemberInput } from "@/lib/members/contract";
import { SignInAgain } from "../sign-in-again";
import { Instant } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { Copyable } from "../ui/copyable";
import { Dialog, DialogActions, Done, FormActions } from "../ui/dialog";
import { FormError, TextField } from "../ui/form-field";
import { Notice } from "../ui/notice";
import { uncopied } from "../uncopied";
import { useHasLeft } from "../use-left-page";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { RightsFields } from "./rights-fields";

interface Created {
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
  const [created, setCreated] = useState<Created>();
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  const hasLeft = useHasLeft();

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
        question={
          copied || created.mailed ? undefined : uncopied(`the link for ${created.invitation.email}`, "link")
        }
      >
        <LinkOnce created={created} onCopied={() => setCopied(true)} />
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
  onCreated: (created: Created) => void;
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
  const { pending, submit } = useSubmission<InviteMemberInput, Created>(form, onCreated);
  const { errors, isDirty } = form.formState;
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) => submit(() => inviteMemberAction(workspace, values)))}
    >
      <FormError message={errors.root?.message}>
        <SignInAgain code={errors.root?.type?.toString()} />
      </FormError>
      <TextField
        label="Email"
        error={errors.email?.message}
        {...form.register("email")}
        type="email"
        autoComplete="off"
        readOnly={earlier !== null}
      />
      <RightsFields role={form.watch("role")} register={form.register} errors={errors} />
      <FormActions label="Make link" doing="Making the link…" pending={pending} begun={isDirty} />
    </form>
  );
}

function LinkOnce({
  created: { invitation, link, mailed },
  onCopied,
}: {
  created: Created;
  onCopied: () => void;
}) {
  return (
    <div className="flex flex-col gap-6">
      <Copyable
        text={window.location.origin + link}
        label="Copy link"
        what="Link"
        main
        autoFocus
        onCopied={onCopied}
      />
      <Notice tone="warn">
        {mailed
          ? `We have mailed the link to ${invitation.email}. `
          : mailed === false
            ? "The link could not be mailed. "
            : ""}
        This is the only time it is shown.
        {mailed ? "" : " Send it to them yourself: whoever opens it first joins."} It works until{" "}
        <Instant at={invitation.expiresAt} />.
      </Notice>
      <DialogActions>
        <Done />
      </DialogActions>
    </div>
  );
}
