import type { ComponentProps, ReactNode } from "react";
import { Alert } from "./alert";
import { Field } from "./field";

interface Props extends Omit<ComponentProps<"input">, "id" | "className"> {
  label: string;
  hint?: ReactNode;
  error?: string;
}

/** A text input with its label, hint and error. */
export function TextField({ label, hint, error, ...input }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => <input dir="auto" {...wiring} {...input} className="input-box" />}
    </Field>
  );
}

/** Names the account for password managers, in a form that asks for the password only. */
export function HiddenUsernameField({ username }: { username: string }) {
  return <input type="hidden" name="username" autoComplete="username" value={username} readOnly />;
}

/** An error of the form as a whole, and what the user can do about it. */
export function FormError({ message, children }: { message: string | undefined; children?: ReactNode }) {
  if (!message) return null;
  return (
    <Alert tone="danger" live>
      <span>{message}</span>
      {children}
    </Alert>
  );
}
