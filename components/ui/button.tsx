import { clsx } from "clsx";
import type { ComponentProps } from "react";

const VARIANTS = {
  primary: "bg-strong text-on-strong hover:opacity-85 border border-transparent",
  secondary: "border border-line bg-transparent text-ink hover:bg-well",
  danger: "border border-transparent bg-danger text-page hover:opacity-90",
  ghost: "border border-transparent bg-transparent text-ink hover:bg-well",
} as const;

const SIZES = {
  normal: "min-h-11 px-5 text-[0.9375rem] rounded-full",
  small: "min-h-9 px-4 text-sm rounded-full",
  icon: "size-11 rounded-xl",
} as const;

interface ButtonStyle {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
}

/** The classes of a button, for a link that looks like one. */
export const buttonClass = ({ variant = "secondary", size = "normal" }: ButtonStyle, more?: string): string =>
  clsx(
    "inline-flex items-center justify-center gap-2 font-semibold transition-colors sm:whitespace-nowrap",
    "disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50 aria-disabled:cursor-not-allowed",
    "forced-colors:border-[ButtonText]",
    VARIANTS[variant],
    SIZES[size],
    more,
  );

interface Props extends ComponentProps<"button">, ButtonStyle {
  /** Turns the button off while its action runs. Unlike a disabled button it keeps the focus. */
  pending?: boolean;
}

/** A button. Its type defaults to "button", so that it does not submit a form by accident. */
export function Button({ variant, size, className, pending, onClick, type = "button", ...rest }: Props) {
  return (
    <button
      type={type}
      className={buttonClass({ variant, size }, className)}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  );
}
