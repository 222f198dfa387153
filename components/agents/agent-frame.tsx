import type { ReactNode } from "react";

interface Props {
  name: ReactNode;
  created: ReactNode;
  id: ReactNode;
  slug: ReactNode;
  api: ReactNode;
  actions: ReactNode;
}

/** The columns of an agent's row, for the row itself and for what stands in for it. */
export function AgentFrame({ name, created, id, slug, api, actions }: Props) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-row border border-line/60 bg-card p-4 sm:p-5">
      <div className="min-w-0">
        <div className="font-semibold break-words">{name}</div>
        <div className="text-sm text-muted">{created}</div>
      </div>
      <dl className="flex min-w-0 flex-wrap gap-x-6 gap-y-2 text-sm">
        <div className="min-w-0">
          <dt className="text-muted">Agent ID</dt>
          <dd className="font-mono break-all">{id}</dd>
        </div>
        <div className="min-w-0">
          <dt className="text-muted">Slug</dt>
          <dd className="font-mono break-all">{slug}</dd>
        </div>
        <div>
          <dt className="text-muted">Conversations API</dt>
          <dd>{api}</dd>
        </div>
      </dl>
      {actions ? <div className="flex gap-1">{actions}</div> : null}
    </div>
  );
}
