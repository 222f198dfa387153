"use client";

import { useForm } from "react-hook-form";
import { changePasswordAction } from "@/lib/features/auth/actions";
import { type ChangePasswordInput, changePasswordInput } from "@/lib/features/auth/contract";
import { AuthForm } from "../auth/auth-form";
import { PasswordField } from "../auth/password-field";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { NO_PASSWORD_WARNING } from "../shell/password-reminder";
import { Alert } from "../ui/alert";
import { useToast } from "../ui/toast";
import { ACCOUNT_CARD_CLASS } from "./account-layout";

interface Props {
  email: string;
  hasPassword: boolean;
  onChanged: () => Promise<void>;
}

/** Changes the password, or sets the first one of a user who signs in by link. */
export function PasswordForm({ email, hasPassword, onChanged }: Props) {
  const showToast = useToast();
  const form = useForm<ChangePasswordInput>({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { current: "", next: "" },
  });
  const { pending, submit } = useActionForm<ChangePasswordInput, { ended: number }>(form, () => {
    form.reset();
    showToast("Password saved. You’re signed out on all other devices.");
    void onChanged();
  });
  const { errors } = form.formState;
  return (
    <section aria-labelledby="password" className={ACCOUNT_CARD_CLASS}>
      <h2 id="password" className="mb-4 text-lg font-bold">
        {hasPassword ? "Change your password" : "Set a password"}
      </h2>
      <AuthForm
        onSubmit={form.handleSubmit((values) =>
          submit(() => callThenClearInput(values, changePasswordAction)),
        )}
        error={errors.root?.message}
        errorCode={errors.root?.type}
        username={email}
        labelledBy="password"
        submitLabel="Save password"
        pendingLabel="Saving…"
        pending={pending}
        submitClassName="self-start"
      >
        {hasPassword ? (
          <PasswordField
            kind="current"
            label="Current password"
            error={errors.current?.message}
            {...form.register("current")}
          />
        ) : (
          <Alert tone="warn">{NO_PASSWORD_WARNING}</Alert>
        )}
        <PasswordField
          kind="new"
          label="New password"
          hint="At least 12 characters. You’ll be signed out on all other devices."
          error={errors.next?.message}
          {...form.register("next")}
        />
      </AuthForm>
    </section>
  );
}
