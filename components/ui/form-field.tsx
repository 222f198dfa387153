import type { ComponentProps, ReactNode } from "react";
import { Alert } from "./alert";
import { Field } from "./field";

interface Props extends Omit<ComponentProps<"input">, "id" | "className"> {
  label: string;
  hint?: ReactNode;
  error?: string;
}

/** One line of text, or a password, with its label, hint and error. */
export function TextField({ label, hint, error, ...input }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => <input {...wiring} {...input} className="input-box" />}
    </Field>
  );
}

/** Tells password managers whose password a form asks for, where it does not ask for the name itself. */
export function HiddenUsernameField({ username }: { username: string }) {
  return <input type="hidden" name="username" autoComplete="username" value={username} readOnly />;
}

/** Why a form as a whole was refused, and what can be done about it. */
export function FormError({ message, children }: { message: string | undefined; children?: ReactNode }) {
  if (!message) return null;
  return (
    <Alert tone="danger" live>
      {message}
      {children}
    </Alert>
  );
}
