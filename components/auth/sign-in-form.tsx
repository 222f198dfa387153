"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { signInAction } from "@/lib/auth/actions";
import { type SignInInput, signInInput } from "@/lib/members/contract";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { sendAndForget, useSubmission } from "../use-submission";

/** @param to where to go afterwards, a path of this site */
export function SignInForm({ to }: { to: string }) {
  const form = useForm<SignInInput>({
    resolver: zodResolver(signInInput),
    defaultValues: { email: "", password: "" },
  });
  const { pending, submit } = useSubmission<SignInInput, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) =>
        submit(() => sendAndForget(values, (sent) => signInAction(sent, to))),
      )}
    >
      {errors.root ? (
        <Notice tone="danger" live>
          {errors.root.message}
        </Notice>
      ) : null}
      <Field label="Email" error={errors.email?.message}>
        {(wiring) => (
          <input
            {...wiring}
            {...form.register("email")}
            type="email"
            autoComplete="username"
            className="input-box"
          />
        )}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(wiring) => (
          <input
            {...wiring}
            {...form.register("password")}
            type="password"
            autoComplete="current-password"
            className="input-box"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
