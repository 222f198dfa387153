import { PageHeader } from "../shell/page-header";
import { Skeleton } from "../ui/skeleton";
import { MemberRowLayout } from "./member-row-layout";

export function MembersSkeleton() {
  return (
    <>
      <PageHeader title="Members" />
      <Skeleton className="mb-4 h-11 w-full sm:w-80" />
      <div role="status" className="flex flex-col gap-2">
        <span className="sr-only">Loading members…</span>
        {["a", "b", "c"].map((row) => (
          <MemberRowLayout
            key={row}
            title={<Skeleton className="h-5 w-44" />}
            description={<Skeleton className="mt-1 h-4 w-52 max-w-full" />}
            access={<Skeleton className="h-4 w-64 max-w-full" />}
            since={<Skeleton className="mt-1 h-4 w-32" />}
            actions={<Skeleton className="h-11 w-23" />}
          />
        ))}
      </div>
    </>
  );
}
