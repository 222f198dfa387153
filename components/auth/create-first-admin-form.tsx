"use client";

import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { createFirstAdminAction } from "@/lib/features/auth/actions";
import { createFirstAdminInput } from "@/lib/features/auth/contract";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { FormError, TextField } from "../ui/form-field";
import { consumeUrlToken } from "./consume-url-token";

interface Values {
  token: string;
  name: string;
  email: string;
  password: string;
  workspace: string;
}

/** @param needsWorkspace whether a first workspace is to be named, because there is none */
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
        This server has no admin yet. Open the one-time set-up link that it printed when it started: look in
        its terminal, or in its log when it runs as a service. Restart the server to print a new link.
      </Alert>
    );
  }
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) =>
        submit(() => callThenClearInput(values, createFirstAdminAction)),
      )}
    >
      <FormError message={errors.root?.message ?? errors.token?.message} />
      <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="name" />
      <TextField
        label="Email"
        error={errors.email?.message}
        {...form.register("email")}
        type="email"
        autoComplete="username"
      />
      <TextField
        label="Password"
        hint="At least 12 characters. A few unrelated words do well."
        error={errors.password?.message}
        {...form.register("password")}
        type="password"
        autoComplete="new-password"
      />
      {needsWorkspace ? (
        <TextField
          label="Workspace name"
          hint="Your company or team. You can add more later."
          error={errors.workspace?.message}
          {...form.register("workspace")}
          autoComplete="organization"
        />
      ) : null}
      <Button type="submit" variant="primary" pending={pending} disabled={token === undefined}>
        {pending ? "Setting up…" : "Create admin"}
      </Button>
    </form>
  );
}
