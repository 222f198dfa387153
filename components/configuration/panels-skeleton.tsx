import { Skeleton } from "../ui/skeleton";

/** The accordion while it loads. */
export function PanelsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">Loading agents…</span>
      {["a", "b", "c"].map((row) => (
        <div key={row} className="flex min-h-14 items-center rounded-row border border-line/60 bg-card px-5">
          <Skeleton className="h-5 w-44" />
        </div>
      ))}
    </div>
  );
}
