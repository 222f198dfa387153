"use client";

import { useForm } from "react-hook-form";
import { changePasswordAction } from "@/lib/features/auth/actions";
import { type ChangePasswordInput, changePasswordInput } from "@/lib/features/auth/contract";
import { SessionExpiredLink } from "../feedback/action-error";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { NO_PASSWORD_WARNING } from "../shell/password-reminder";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { FormError, HiddenUsernameField, TextField } from "../ui/form-field";
import { useToast } from "../ui/toast";
import { ACCOUNT_CARD_CLASS } from "./account-layout";

interface Props {
  email: string;
  hasPassword: boolean;
  onChanged: () => Promise<void>;
}

/** Changes one's password by the old one, or sets the first of somebody who signed in by links. */
export function PasswordForm({ email, hasPassword, onChanged }: Props) {
  const announce = useToast();
  const form = useForm<ChangePasswordInput>({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { current: "", next: "" },
  });
  const { pending, submit } = useActionForm<ChangePasswordInput, { ended: number }>(form, () => {
    form.reset();
    announce("Saved the new password. Every other session is signed out.");
    void onChanged();
  });
  const { errors } = form.formState;
  return (
    <section aria-labelledby="password" className={ACCOUNT_CARD_CLASS}>
      <h2 id="password" className="mb-4 text-lg font-bold">
        {hasPassword ? "Change your password" : "Set a password"}
      </h2>
      <form
        noValidate
        method="post"
        aria-labelledby="password"
        className="flex flex-col gap-5"
        onSubmit={form.handleSubmit((values) =>
          submit(() => callThenClearInput(values, changePasswordAction)),
        )}
      >
        <FormError message={errors.root?.message}>
          <SessionExpiredLink code={errors.root?.type?.toString()} />
        </FormError>
        <HiddenUsernameField username={email} />
        {hasPassword ? (
          <TextField
            label="Current password"
            error={errors.current?.message}
            {...form.register("current")}
            type="password"
            autoComplete="current-password"
          />
        ) : (
          <Alert tone="warn">{NO_PASSWORD_WARNING}</Alert>
        )}
        <TextField
          label="New password"
          hint="At least 12 characters. Every other session of yours is signed out."
          error={errors.next?.message}
          {...form.register("next")}
          type="password"
          autoComplete="new-password"
        />
        <Button type="submit" variant="primary" pending={pending} className="self-start">
          {pending ? "Saving…" : "Save password"}
        </Button>
      </form>
    </section>
  );
}
