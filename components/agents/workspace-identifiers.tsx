import type { ReactNode } from "react";

/** The workspace identifiers that API clients use in URLs, shared with their skeleton. */
export function WorkspaceIdentifiers({ id, slug }: { id: ReactNode; slug: ReactNode }) {
  return (
    <section aria-label="Workspace" className="mb-6">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <div className="min-w-0">
          <dt className="mb-1 text-sm text-muted">Workspace ID</dt>
          <dd>{id}</dd>
        </div>
        <div className="min-w-0">
          <dt className="mb-1 text-sm text-muted">Workspace slug</dt>
          <dd>{slug}</dd>
        </div>
      </dl>
    </section>
  );
}
