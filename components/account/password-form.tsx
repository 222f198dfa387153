"use client";

import { useForm } from "react-hook-form";
import { changePasswordAction } from "@/lib/auth/actions";
import { type ChangePasswordInput, changePasswordInput } from "@/lib/members/contract";
import { NO_PASSWORD } from "../shell/no-password";
import { SignInAgain } from "../sign-in-again";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { FormError, PasswordOwner, TextField } from "../ui/form-field";
import { Notice } from "../ui/notice";
import { sendAndForget, useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { ACCOUNT_CARD } from "./account-frame";

interface Props {
  email: string;
  hasPassword: boolean;
  onChanged: () => Promise<void>;
}

/** Changes one's password by the old one, or sets the first of somebody who signed in by links. */
export function PasswordForm({ email, hasPassword, onChanged }: Props) {
  const announce = useAnnounce();
  const form = useForm<ChangePasswordInput>({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { current: "", next: "" },
  });
  const { pending, submit } = useSubmission<ChangePasswordInput, { ended: number }>(form, () => {
    form.reset();
    announce("Saved the new password. Every other session is signed out.");
    void onChanged();
  });
  const { errors } = form.formState;
  return (
    <section aria-labelledby="password" className={ACCOUNT_CARD}>
      <h2 id="password" className="mb-4 text-lg font-bold">
        {hasPassword ? "Change your password" : "Set a password"}
      </h2>
      <form
        noValidate
        method="post"
        aria-labelledby="password"
        className="flex flex-col gap-5"
        onSubmit={form.handleSubmit((values) => submit(() => sendAndForget(values, changePasswordAction)))}
      >
        <FormError message={errors.root?.message}>
          <SignInAgain code={errors.root?.type?.toString()} />
        </FormError>
        <PasswordOwner name={email} />
        {hasPassword ? (
          <TextField
            label="Current password"
            error={errors.current?.message}
            {...form.register("current")}
            type="password"
            autoComplete="current-password"
          />
        ) : (
          <Notice tone="warn">{NO_PASSWORD}</Notice>
        )}
        <TextField
          label="New password"
          hint="At least 12 characters. Every other session of yours is signed out."
          error={errors.next?.message}
          {...form.register("next")}
          type="password"
          autoComplete="new-password"
        />
        <Button type="submit" variant="primary" busy={pending} className="self-start">
          {pending ? "Saving…" : "Save password"}
        </Button>
      </form>
    </section>
  );
}
