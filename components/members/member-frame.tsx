import type { ReactNode } from "react";

interface Props {
  who: ReactNode;
  email: ReactNode;
  rights: ReactNode;
  joined: ReactNode;
  actions: ReactNode;
}

/** The columns of a member's row, for the row itself and for what stands in for it. */
export function MemberFrame({ who, email, rights, joined, actions }: Props) {
  return (
    <div className="grid gap-x-6 gap-y-3 rounded-row border border-line/60 bg-card p-4 sm:p-5 md:grid-cols-[1fr_1fr_13rem] md:items-center">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2 font-semibold break-words">{who}</div>
        <div className="text-sm break-all text-muted">{email}</div>
      </div>
      <div className="min-w-0 text-sm">
        <div>{rights}</div>
        <div className="text-muted">{joined}</div>
      </div>
      {actions}
    </div>
  );
}
