"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { signInAction } from "@/lib/auth/actions";
import { type SignInInput, signInInput } from "@/lib/members/contract";
import { Button } from "../ui/button";
import { FormError, TextField } from "../ui/form-field";
import { useSubmission } from "../use-submission";

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
      onSubmit={form.handleSubmit((values) => submit(() => signInAction(values, to)))}
    >
      <FormError message={errors.root?.message} />
      <TextField
        label="Email"
        error={errors.email?.message}
        {...form.register("email")}
        type="email"
        autoComplete="username"
      />
      <TextField
        label="Password"
        error={errors.password?.message}
        {...form.register("password")}
        type="password"
        autoComplete="current-password"
      />
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
