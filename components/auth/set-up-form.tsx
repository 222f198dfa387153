"use client";

import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { setUpAction } from "@/lib/auth/actions";
import { setUpInput } from "@/lib/members/contract";
import { Button } from "../ui/button";
import { FormError, TextField } from "../ui/form-field";
import { Notice } from "../ui/notice";
import { sendAndForget, useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { takeToken } from "./take-token";

interface Values {
  token: string;
  name: string;
  email: string;
  password: string;
  workspace: string;
}

/** @param needsWorkspace whether a first workspace is to be named, because there is none */
export function SetUpForm({ needsWorkspace }: { needsWorkspace: boolean }) {
  const [token, setToken] = useState<string | null>();
  useEffect(() => setToken(takeToken()), []);
  const form = useForm<Values>({
    resolver: zodResolver(setUpInput) as never,
    defaultValues: { token: "", name: "", email: "", password: "", workspace: "" },
  });
  const { pending, submit } = useSubmission<Values, never>(form);
  const { errors } = form.formState;
  useEffect(() => {
    if (token) form.setValue("token", token);
  }, [token, form]);

  if (token === null) {
    return (
      <Notice tone="warn">
        This server has no admin yet. Open the one-time set-up link that it printed when it started: look in
        its terminal, or in its log when it runs as a service. Restart the server to print a new link.
      </Notice>
    );
  }
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) => submit(() => sendAndForget(values, setUpAction)))}
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
      <Button type="submit" variant="primary" busy={pending} disabled={token === undefined}>
        {pending ? "Setting up…" : "Create admin"}
      </Button>
    </form>
  );
}
