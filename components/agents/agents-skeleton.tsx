import { PageHeader } from "../shell/page-header";
import { Skeleton } from "../ui/skeleton";
import { AgentRowLayout } from "./agent-row-layout";
import { WorkspaceIdentifiers } from "./workspace-identifiers";

/** The agents page while it loads, with the columns of the real rows. */
export function AgentsSkeleton() {
  return (
    <>
      <PageHeader title="Agents" />
      <WorkspaceIdentifiers
        id={<Skeleton className="h-11 w-full rounded-xl" />}
        slug={<Skeleton className="h-11 w-full rounded-xl" />}
      />
      <div role="status" className="flex flex-col gap-2">
        <span className="sr-only">Loading agents…</span>
        {["a", "b", "c"].map((row) => (
          <AgentRowLayout
            key={row}
            name={<Skeleton className="h-5 w-36" />}
            created={<Skeleton className="mt-1 h-4 w-28" />}
            id={<Skeleton className="mt-0.5 h-4 w-32" />}
            slug={<Skeleton className="mt-0.5 h-4 w-24" />}
            api={<Skeleton className="mt-0.5 h-5 w-10" />}
            actions={<Skeleton className="h-11 w-35" />}
          />
        ))}
      </div>
    </>
  );
}
