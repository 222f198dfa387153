"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { acceptInvitationAction, joinAction, readInvitationAction } from "@/lib/auth/actions";
import {
  type AcceptInvitationInput,
  acceptInvitationInput,
  type OpenInvitation,
} from "@/lib/members/contract";
import { NOTHING_READ } from "../no-answer";
import { Button } from "../ui/button";
import { Email } from "../ui/email";
import { FormError, PasswordOwner, TextField } from "../ui/form-field";
import { Notice } from "../ui/notice";
import { sendAndForget, useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { LinkProblem } from "./link-problem";
import { INCOMPLETE_LINK, takeToken } from "./take-token";

/** What stands behind the invitation that opened the page, and what its holder must say to join. */
export function AcceptInvitation() {
  const token = useRef<string | null>(null);
  const [invitation, setInvitation] = useState<OpenInvitation>();
  const [problem, setProblem] = useState<{ message: string; final?: boolean }>();
  const read = useCallback(async () => {
    setProblem(undefined);
    if (!token.current) return setProblem({ message: INCOMPLETE_LINK, final: true });
    const result = await readInvitationAction({ token: token.current }).catch(() => null);
    if (result?.ok) return setInvitation(result.data);
    setProblem(
      result
        ? { message: result.error.message, final: result.error.code === "LINK_NOT_VALID" }
        : { message: NOTHING_READ },
    );
  }, []);
  useEffect(() => {
    // The address bar has the token once, and development renders effects twice.
    token.current ??= takeToken();
    void read();
  }, [read]);

  if (problem) {
    return <LinkProblem message={problem.message} onRetry={problem.final ? undefined : () => void read()} />;
  }
  if (!invitation || !token.current) return <p role="status">Reading the invitation…</p>;
  const { workspace, email, invitedBy, role, asks, signedInAs } = invitation;
  return (
    <div className="flex flex-col gap-5">
      <p className="break-words">
        {invitedBy} invites{" "}
        <strong>
          <Email address={email} />
        </strong>{" "}
        to the workspace <strong>{workspace}</strong> as {role === "admin" ? "an admin" : "a member"}.
      </p>
      {signedInAs ? (
        <Notice>
          You are signed in as {signedInAs}. Joining signs you in as {email} in this browser.
        </Notice>
      ) : null}
      {asks === "name and password" ? (
        <NewPerson token={token.current} email={email} />
      ) : (
        <KnownPerson token={token.current} email={email} askPassword={asks === "password"} />
      )}
    </div>
  );
}

function NewPerson({ token, email }: { token: string; email: string }) {
  const form = useForm<AcceptInvitationInput>({
    resolver: zodResolver(acceptInvitationInput),
    defaultValues: { token, name: "", password: "" },
  });
  const { pending, submit } = useSubmission<AcceptInvitationInput, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) => submit(() => sendAndForget(values, acceptInvitationAction)))}
    >
      <FormError message={errors.root?.message} />
      {/* For password managers: what the password is for. */}
      <PasswordOwner name={email} />
      <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="name" />
      <TextField
        label="Password"
        hint="At least 12 characters. A few unrelated words do well."
        error={errors.password?.message}
        {...form.register("password")}
        type="password"
        autoComplete="new-password"
      />
      <Button type="submit" variant="primary" busy={pending}>
        {pending ? "Joining…" : "Join"}
      </Button>
    </form>
  );
}

interface Join {
  token: string;
  password: string;
}

function KnownPerson({ token, email, askPassword }: { token: string; email: string; askPassword: boolean }) {
  const form = useForm<Join>({ defaultValues: { token, password: "" } });
  const { pending, submit } = useSubmission<Join, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) => submit(() => sendAndForget(values, joinAction)))}
    >
      <FormError message={errors.root?.message} />
      <PasswordOwner name={email} />
      {askPassword ? (
        <TextField
          label="Password"
          hint="The one that you have here already. If you sign in by links, sign in first, then open this invitation again."
          error={errors.password?.message}
          {...form.register("password")}
          type="password"
          autoComplete="current-password"
        />
      ) : null}
      <Button type="submit" variant="primary" busy={pending}>
        {pending ? "Joining…" : "Join"}
      </Button>
    </form>
  );
}
