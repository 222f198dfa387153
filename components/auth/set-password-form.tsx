"use client";

import Link from "next/link";
import { useForm } from "react-hook-form";
import { setPasswordAction } from "@/lib/features/auth/actions";
import { type ChangePasswordInput, changePasswordInput } from "@/lib/features/auth/contract";
import { UserText } from "../data/user-text";
import { callThenClearInput } from "../feedback/call-action";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { buttonClass } from "../ui/button";
import { AuthForm } from "./auth-form";
import { PasswordField } from "./password-field";

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
    <div className="flex flex-col gap-5">
      <p className="break-words text-muted">
        You’re signed in as <UserText>{email}</UserText>. The sign-in link can’t be used again, so set a
        password for next time.
      </p>
      <AuthForm
        onSubmit={form.handleSubmit((values) =>
          submit(() => callThenClearInput(values, (sent) => setPasswordAction(sent, to))),
        )}
        error={errors.root?.message ?? (errors.current ? ALREADY_SET : undefined)}
        errorCode={errors.root?.type}
        username={email}
        submitLabel="Save password"
        pendingLabel="Saving…"
        pending={pending}
      >
        <PasswordField
          kind="new"
          label="New password"
          error={errors.next?.message}
          {...form.register("next")}
        />
      </AuthForm>
      <Link href={to} className={buttonClass({ variant: "ghost" }, "-mt-2")}>
        Later
      </Link>
    </div>
  );
}
