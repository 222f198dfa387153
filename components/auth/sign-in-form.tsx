"use client";

import { type Resolver, useForm } from "react-hook-form";
import { signInAction } from "@/lib/features/auth/actions";
import type { SignInInput } from "@/lib/features/auth/contract";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { TextField } from "../ui/form-field";
import { AuthForm } from "./auth-form";
import { PasswordField } from "./password-field";

const loadResolver = () => import("./sign-in-resolver");

/** Validates once the validator has loaded. The server validates in any case. */
const lazyResolver: Resolver<SignInInput> = async (values, ...rest) => {
  const loaded = await loadResolver().catch(() => null);
  return loaded ? loaded.signInResolver(values, ...rest) : { values, errors: {} };
};

/** @param to the path of this site to redirect to */
export function SignInForm({ to }: { to: string }) {
  const form = useForm<SignInInput>({
    resolver: lazyResolver,
    defaultValues: { email: "", password: "" },
  });
  const { pending, submit } = useActionForm<SignInInput, never>(form);
  const { errors } = form.formState;
  return (
    <AuthForm
      // Preloads the validator.
      onFocus={() => void loadResolver().catch(() => null)}
      onSubmit={form.handleSubmit((values) =>
        submit(() => callThenClearInput(values, (sent) => signInAction(sent, to))),
      )}
      error={errors.root?.message}
      submitLabel="Sign in"
      pendingLabel="Signing in…"
      pending={pending}
    >
      <TextField
        label="Email"
        error={errors.email?.message}
        {...form.register("email")}
        type="email"
        autoComplete="username"
      />
      <PasswordField kind="current" error={errors.password?.message} {...form.register("password")} />
    </AuthForm>
  );
}
