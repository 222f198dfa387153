"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import {
  acceptInvitationAction,
  joinWorkspaceAction,
  readInvitationAction,
} from "@/lib/features/members/actions";
import {
  type AcceptInvitationInput,
  acceptInvitationInput,
  type OpenInvitation,
} from "@/lib/features/members/contract";
import { callAction, callThenClearInput, NETWORK_ERROR } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Email } from "../ui/email";
import { FormError, HiddenUsernameField, TextField } from "../ui/form-field";
import { consumeUrlToken, INCOMPLETE_LINK_MESSAGE } from "./consume-url-token";
import { LinkError } from "./link-error";

/** What stands behind the invitation that opened the page, and what its holder must say to join. */
export function AcceptInvitation() {
  const token = useRef<string | null>(null);
  const [invitation, setInvitation] = useState<OpenInvitation>();
  const [problem, setProblem] = useState<{ message: string; final?: boolean }>();
  const read = useCallback(async () => {
    setProblem(undefined);
    if (!token.current) return setProblem({ message: INCOMPLETE_LINK_MESSAGE, final: true });
    const input = { token: token.current };
    const result = await callAction(() => readInvitationAction(input), NETWORK_ERROR);
    if (result.ok) return setInvitation(result.data);
    setProblem({ message: result.error.message, final: result.error.code === "LINK_NOT_VALID" });
  }, []);
  useEffect(() => {
    // The address bar has the token once, and development renders effects twice.
    token.current ??= consumeUrlToken();
    void read();
  }, [read]);

  if (problem) {
    return <LinkError message={problem.message} onRetry={problem.final ? undefined : () => void read()} />;
  }
  if (!invitation || !token.current) return <p role="status">Reading the invitation…</p>;
  const { workspace, email, invitedBy, role, requires, signedInAs } = invitation;
  return (
    <div className="flex flex-col gap-5">
      <p className="break-words">
        {invitedBy} invites{" "}
        <strong>
          <Email email={email} />
        </strong>{" "}
        to the workspace <strong>{workspace}</strong> as {role === "admin" ? "an admin" : "a member"}.
      </p>
      {signedInAs ? (
        <Alert>
          You are signed in as {signedInAs}. Joining signs you in as {email} in this browser.
        </Alert>
      ) : null}
      {requires === "name and password" ? (
        <NewUserForm token={token.current} email={email} />
      ) : (
        <ExistingUserForm token={token.current} email={email} askPassword={requires === "password"} />
      )}
    </div>
  );
}

function NewUserForm({ token, email }: { token: string; email: string }) {
  const form = useForm<AcceptInvitationInput>({
    resolver: zodResolver(acceptInvitationInput),
    defaultValues: { token, name: "", password: "" },
  });
  const { pending, submit } = useActionForm<AcceptInvitationInput, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) =>
        submit(() => callThenClearInput(values, acceptInvitationAction)),
      )}
    >
      <FormError message={errors.root?.message} />
      {/* For password managers: what the password is for. */}
      <HiddenUsernameField username={email} />
      <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="name" />
      <TextField
        label="Password"
        hint="At least 12 characters. A few unrelated words do well."
        error={errors.password?.message}
        {...form.register("password")}
        type="password"
        autoComplete="new-password"
      />
      <Button type="submit" variant="primary" pending={pending}>
        {pending ? "Joining…" : "Join"}
      </Button>
    </form>
  );
}

interface JoinValues {
  token: string;
  password: string;
}

function ExistingUserForm({
  token,
  email,
  askPassword,
}: {
  token: string;
  email: string;
  askPassword: boolean;
}) {
  const form = useForm<JoinValues>({ defaultValues: { token, password: "" } });
  const { pending, submit } = useActionForm<JoinValues, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) => submit(() => callThenClearInput(values, joinWorkspaceAction)))}
    >
      <FormError message={errors.root?.message} />
      <HiddenUsernameField username={email} />
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
      <Button type="submit" variant="primary" pending={pending}>
        {pending ? "Joining…" : "Join"}
      </Button>
    </form>
  );
}
