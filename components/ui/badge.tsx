import { clsx } from "clsx";
import type { ReactNode } from "react";

const TONES = {
  plain: "bg-well text-muted",
  good: "bg-good-well text-good",
  warn: "bg-warn-well text-warn",
  danger: "bg-danger-well text-danger",
} as const;

/** A short label for a state or a kind. */
export function Badge({ tone = "plain", children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={clsx(
        "inline-flex max-w-full items-center rounded-full px-2.5 py-0.5 text-xs font-semibold forced-colors:border",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
