import { PageHeader } from "../shell/page-header";
import { Skeleton } from "../ui/skeleton";
import { ENTRY_CLASS, FILTERS_CLASS } from "./styles";

/** The audit page while it loads, with the layout of the real one. */
export function AuditSkeleton() {
  return (
    <>
      <PageHeader title="Audit" />
      <div aria-hidden className={FILTERS_CLASS}>
        {["User", "Action", "Target", "From", "To"].map((label) => (
          <div key={label}>
            <p className="mb-1.5 font-semibold">{label}</p>
            <Skeleton className="h-11 w-full" />
          </div>
        ))}
      </div>
      <p role="status" className="text-muted">
        Loading entries…
      </p>
      <div className="flex flex-col gap-2">
        {["a", "b", "c", "d"].map((entry) => (
          <div key={entry} className={ENTRY_CLASS}>
            <Skeleton className="h-5 w-80 max-w-full" />
            <Skeleton className="mt-2 h-4 w-40" />
          </div>
        ))}
      </div>
    </>
  );
}
