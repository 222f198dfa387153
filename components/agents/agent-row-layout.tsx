import type { ReactNode } from "react";

interface Props {
  name: ReactNode;
  created: ReactNode;
  id: ReactNode;
  slug: ReactNode;
  api: ReactNode;
  actions: ReactNode;
}

/** The columns of an agent's row, shared with its skeleton. */
export function AgentRowLayout({ name, created, id, slug, api, actions }: Props) {
  return (
    <div className="@container rounded-row border border-line/60 bg-card p-4 sm:p-5">
      <div className="grid gap-x-6 gap-y-3 @lg:grid-cols-[minmax(0,1fr)_auto] @lg:items-center @4xl:grid-cols-[minmax(0,1fr)_minmax(0,33rem)_auto]">
        <div className="min-w-0">
          <div className="font-semibold break-words">{name}</div>
          <div className="text-sm text-muted">{created}</div>
        </div>
        <dl className="grid min-w-0 gap-x-6 gap-y-1 text-sm @lg:col-span-2 @lg:row-start-2 @lg:grid-cols-[10rem_minmax(0,1fr)_9rem] @4xl:col-span-1 @4xl:col-start-2 @4xl:row-start-1">
          <Detail term="Agent ID">
            <span className="font-mono break-all">{id}</span>
          </Detail>
          <Detail term="Slug">
            <span className="font-mono break-all">{slug}</span>
          </Detail>
          <Detail term="Conversations API">{api}</Detail>
        </dl>
        {actions ? (
          <div className="flex gap-1 @lg:col-start-2 @lg:row-start-1 @4xl:col-start-3">{actions}</div>
        ) : null}
      </div>
    </div>
  );
}

/** Term and value on one line in a narrow row, and stacked where there are columns. */
function Detail({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap gap-x-2 @lg:block">
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
