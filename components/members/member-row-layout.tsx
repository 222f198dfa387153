import { clsx } from "clsx";
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  description: ReactNode;
  access: ReactNode;
  since: ReactNode;
  actions?: ReactNode;
  /** Whether the row is an invitation. */
  pending?: boolean;
}

/** The columns of a member, an invitation or a skeleton row. */
export function MemberRowLayout({ title, description, access, since, actions, pending }: Props) {
  return (
    <div
      className={clsx(
        "grid gap-x-6 gap-y-3 rounded-row border bg-card p-4 sm:p-5 md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_8.5rem] md:items-center",
        pending ? "border-dashed border-line" : "border-line/60",
      )}
    >
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2 font-semibold break-words">{title}</div>
        <div className="text-sm break-words text-muted">{description}</div>
      </div>
      <div className="min-w-0 text-sm">
        <div>{access}</div>
        <div className="text-muted">{since}</div>
      </div>
      {actions ? <div className="flex gap-1 md:justify-self-end">{actions}</div> : null}
    </div>
  );
}
