import { clsx } from "clsx";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const TONES = {
  info: { icon: Info, look: "bg-well text-ink" },
  warn: { icon: TriangleAlert, look: "bg-warn-well text-warn" },
  danger: { icon: CircleAlert, look: "bg-danger-well text-danger" },
} as const;

interface Props {
  tone?: keyof typeof TONES;
  /** Announced when it appears: for an error that an action of the user caused. */
  live?: boolean;
  children: ReactNode;
}

/** A notice about the content around it. */
export function Alert({ tone = "info", live, children }: Props) {
  const { icon: Icon, look } = TONES[tone];
  return (
    <div
      role={live ? "alert" : undefined}
      className={clsx(
        // The usual thin border of a button is invisible on these backgrounds.
        "flex gap-3 rounded-xl px-4 py-3 text-[0.9375rem] forced-colors:border [&_button]:border-control",
        look,
      )}
    >
      <Icon aria-hidden size={20} className="mt-0.5 flex-none" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
