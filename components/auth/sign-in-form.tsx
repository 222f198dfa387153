"use client";

import { type Resolver, useForm } from "react-hook-form";
import { signInAction } from "@/lib/auth/actions";
import type { SignInInput } from "@/lib/members/contract";
import { Button } from "../ui/button";
import { FormError, TextField } from "../ui/form-field";
import { sendAndForget, useSubmission } from "../use-submission";

const fetchCheck = () => import("./check-sign-in");

/** The server checks it once more: what cannot be checked here is left to it. */
const resolver: Resolver<SignInInput> = async (values, ...rest) => {
  const check = await fetchCheck().catch(() => null);
  return check ? check.checkSignIn(values, ...rest) : { values, errors: {} };
};

/** @param to where to go afterwards, a path of this site */
export function SignInForm({ to }: { to: string }) {
  const form = useForm<SignInInput>({
    resolver,
    defaultValues: { email: "", password: "" },
  });
  const { pending, submit } = useSubmission<SignInInput, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      // Whoever begins to type will want it checked.
      onFocus={() => void fetchCheck().catch(() => null)}
      onSubmit={form.handleSubmit((values) =>
        submit(() => sendAndForget(values, (sent) => signInAction(sent, to))),
      )}
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
      <Button type="submit" variant="primary" busy={pending}>
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
