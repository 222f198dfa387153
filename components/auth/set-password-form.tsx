"use client";

import Link from "next/link";
import { useForm } from "react-hook-form";
import { setPasswordAction } from "@/lib/features/auth/actions";
import { type ChangePasswordInput, changePasswordInput } from "@/lib/features/auth/contract";
import { SessionExpiredLink } from "../feedback/action-error";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { Button, buttonClass } from "../ui/button";
import { FormError, HiddenUsernameField, TextField } from "../ui/form-field";

/** The form sends no current password, so the server refuses it once there is one. */
const ALREADY_SET = "Your account already has a password, set in another window. Choose Later to continue.";

interface Props {
  email: string;
  /** A path of this site to continue to, with or without a password. */
  to: string;
}

/** Sets the first password of a user who signed in by link. It can be skipped. */
export function SetPasswordForm({ email, to }: Props) {
  const form = useForm<ChangePasswordInput>({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { current: "", next: "" },
  });
  const { pending, submit } = useActionForm<ChangePasswordInput, never>(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      method="post"
      className="flex flex-col gap-5"
      onSubmit={form.handleSubmit((values) =>
        submit(() => callThenClearInput(values, (sent) => setPasswordAction(sent, to))),
      )}
    >
      <p className="break-words text-muted">
        You're signed in as {email}. The sign-in link can't be used again, so set a password for next time.
      </p>
      <FormError message={errors.root?.message ?? (errors.current ? ALREADY_SET : undefined)}>
        <SessionExpiredLink code={errors.root?.type?.toString()} />
      </FormError>
      <HiddenUsernameField username={email} />
      <TextField
        label="New password"
        hint="At least 12 characters. A few unrelated words work well."
        error={errors.next?.message}
        {...form.register("next")}
        type="password"
        autoComplete="new-password"
      />
      <div className="flex flex-col gap-3">
        <Button type="submit" variant="primary" pending={pending}>
          {pending ? "Saving…" : "Save password"}
        </Button>
        <Link href={to} className={buttonClass({ variant: "ghost" })}>
          Later
        </Link>
      </div>
    </form>
  );
}
