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
import { NETWORK_ERROR } from "../data/fetch-json";
import { UserText } from "../data/user-text";
import { callAction, callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { Alert } from "../ui/alert";
import { Email } from "../ui/email";
import { TextField } from "../ui/form-field";
import { AuthForm } from "./auth-form";
import { consumeUrlToken, INCOMPLETE_LINK_MESSAGE } from "./consume-url-token";
import { LinkError } from "./link-error";
import { PasswordField } from "./password-field";

/** Shows the invitation of the link that opened the page, and the form to join. */
export function AcceptInvitation() {
  const token = useRef<string | null>(null);
  const [invitation, setInvitation] = useState<OpenInvitation>();
  const [error, setError] = useState<{ message: string; final?: boolean }>();
  const read = useCallback(async () => {
    setError(undefined);
    if (!token.current) return setError({ message: INCOMPLETE_LINK_MESSAGE, final: true });
    const input = { token: token.current };
    const result = await callAction(() => readInvitationAction(input), NETWORK_ERROR);
    if (result.ok) return setInvitation(result.data);
    setError({ message: result.error.message, final: result.error.code === "LINK_NOT_VALID" });
  }, []);
  useEffect(() => {
    // The token is in the URL only once, and development runs effects twice.
    token.current ??= consumeUrlToken();
    void read();
  }, [read]);

  if (error) {
    return <LinkError message={error.message} onRetry={error.final ? undefined : () => void read()} />;
  }
  if (!invitation || !token.current) return <p role="status">Loading invitation…</p>;
  const { workspace, email, invitedBy, role, requires, signedInAs } = invitation;
  return (
    <div className="flex flex-col gap-5">
      <p className="break-words">
        <UserText>{invitedBy}</UserText> invited you (
        <strong>
          <Email email={email} />
        </strong>
        ) to join{" "}
        <strong>
          <UserText>{workspace}</UserText>
        </strong>{" "}
        <span>{`as ${role === "admin" ? "an admin" : "a member"}.`}</span>
      </p>
      {signedInAs ? (
        <Alert>
          You’re signed in as <UserText>{signedInAs}</UserText>. Joining signs you in as{" "}
          <UserText>{email}</UserText> in this browser.
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
    <AuthForm
      onSubmit={form.handleSubmit((values) =>
        submit(() => callThenClearInput(values, acceptInvitationAction)),
      )}
      error={errors.root?.message}
      username={email}
      submitLabel="Join"
      pendingLabel="Joining…"
      pending={pending}
    >
      <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="name" />
      <PasswordField kind="new" error={errors.password?.message} {...form.register("password")} />
    </AuthForm>
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
    <AuthForm
      onSubmit={form.handleSubmit((values) => submit(() => callThenClearInput(values, joinWorkspaceAction)))}
      error={errors.root?.message}
      username={email}
      submitLabel="Join"
      pendingLabel="Joining…"
      pending={pending}
    >
      {askPassword ? (
        <PasswordField
          kind="current"
          hint="The password of your existing account. If you use sign-in links, sign in first, then open this invitation again."
          error={errors.password?.message}
          {...form.register("password")}
        />
      ) : null}
    </AuthForm>
  );
}
