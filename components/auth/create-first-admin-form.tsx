"use client";

import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { createFirstAdminAction } from "@/lib/features/auth/actions";
import { createFirstAdminInput } from "@/lib/features/auth/contract";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { Alert } from "../ui/alert";
import { TextField } from "../ui/form-field";
import { AuthForm } from "./auth-form";
import { consumeUrlToken } from "./consume-url-token";
import { PasswordField } from "./password-field";

interface Values {
  token: string;
  name: string;
  email: string;
  password: string;
  workspace: string;
}

/** @param needsWorkspace whether to ask for the name of the first workspace */
export function CreateFirstAdminForm({ needsWorkspace }: { needsWorkspace: boolean }) {
  const [token, setToken] = useState<string | null>();
  useEffect(() => setToken(consumeUrlToken()), []);
  const form = useForm<Values>({
    resolver: zodResolver(createFirstAdminInput) as never,
    defaultValues: { token: "", name: "", email: "", password: "", workspace: "" },
  });
  const { pending, submit } = useActionForm<Values, never>(form);
  const { errors } = form.formState;
  useEffect(() => {
    if (token) form.setValue("token", token);
  }, [token, form]);

  if (token === null) {
    return (
      <Alert tone="warn">
        This server has no admin yet. Open the one-time setup link that it printed when it started, in its
        terminal or its service log. Restart the server to print a new link.
      </Alert>
    );
  }
  return (
    <AuthForm
      onSubmit={form.handleSubmit((values) =>
        submit(() => callThenClearInput(values, createFirstAdminAction)),
      )}
      error={errors.root?.message ?? errors.token?.message}
      submitLabel="Create admin"
      pendingLabel="Setting up…"
      pending={pending}
      disabled={token === undefined}
    >
      <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="name" />
      <TextField
        label="Email"
        error={errors.email?.message}
        {...form.register("email")}
        type="email"
        autoComplete="username"
      />
      <PasswordField kind="new" error={errors.password?.message} {...form.register("password")} />
      {needsWorkspace ? (
        <TextField
          label="Workspace name"
          hint="Your company or team. You can add more later."
          error={errors.workspace?.message}
          {...form.register("workspace")}
          autoComplete="organization"
        />
      ) : null}
    </AuthForm>
  );
}
