import type { ComponentProps } from "react";
import { TextField } from "../ui/form-field";

interface Props extends Omit<ComponentProps<typeof TextField>, "label" | "type" | "autoComplete"> {
  /** Password managers fill in a current password and suggest a new one. */
  kind: "current" | "new";
  label?: string;
}

/** A password. A new one has a hint about length and strength unless another hint is given. */
export function PasswordField({
  kind,
  label = "Password",
  hint = kind === "new" ? "At least 12 characters. A few unrelated words work well." : undefined,
  ...input
}: Props) {
  return <TextField label={label} hint={hint} {...input} type="password" autoComplete={`${kind}-password`} />;
}
