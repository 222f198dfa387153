"use client";

import { type Resolver, useForm } from "react-hook-form";
import { signInAction } from "@/lib/features/auth/actions";
import type { SignInInput } from "@/lib/features/auth/contract";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { Button } from "../ui/button";
import { FormError, TextField } from "../ui/form-field";

const loadResolver = () => import("./sign-in-resolver");

/** The server checks it once more: what cannot be checked here is left to it. */
const lazyResolver: Resolver<SignInInput> = async (values, ...rest) => {
  const check = await loadResolver().catch(() => null);
  return check ? check.signInResolver(values, ...rest) : { values, errors: {} };
};

/** @param to where to go afterwards, a path of this site */
export function SignInForm({ to }: { to: string }) {
  const form = useForm<SignInInput>({
    resolver: lazyResolver,
    defaultValues: { email: "", password: "" },
  });
  const { pending, submit } = useActionForm<SignInInput, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      // Whoever begins to type will want it checked.
      onFocus={() => void loadResolver().catch(() => null)}
      onSubmit={form.handleSubmit((values) =>
        submit(() => callThenClearInput(values, (sent) => signInAction(sent, to))),
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
      <Button type="submit" variant="primary" pending={pending}>
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
