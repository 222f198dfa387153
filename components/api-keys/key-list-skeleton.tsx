import { Skeleton } from "../ui/skeleton";
import { KeyRowLayout } from "./key-row";

export function KeyRowsSkeleton({ selectable = true }: { selectable?: boolean }) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">Loading keys…</span>
      <div className="flex min-h-13 items-center justify-between pr-1.5 pl-4 sm:pl-5">
        {selectable ? <Skeleton className="h-4.5 w-24" /> : null}
        <Skeleton className="h-4 w-14" />
      </div>
      {["a", "b", "c", "d"].map((row) => (
        <KeyRowLayout
          key={row}
          select={selectable ? <Skeleton className="mt-[3px] size-4.5" /> : null}
          name={<Skeleton className="h-5 w-36" />}
          created={
            <>
              <Skeleton className="mt-2 h-4 w-28" />
              <Skeleton className="mt-1 h-4 w-24" />
            </>
          }
          scope={
            <>
              <Skeleton className="h-5 w-28" />
              <Skeleton className="mt-2 h-5 w-36" />
            </>
          }
          expiry={<Skeleton className="h-9 w-36" />}
          masked={<Skeleton className="h-11 w-full" />}
          actions={<Skeleton className="h-11 w-23" />}
        />
      ))}
    </div>
  );
}

/** The page below its heading while it loads. */
export function KeyListSkeleton() {
  return (
    <>
      <div aria-hidden className="mb-4 flex flex-col gap-3 lg:flex-row lg:flex-wrap">
        <Skeleton className="h-11 w-full lg:w-72" />
        <div className="flex flex-wrap gap-2">
          {["w-28", "w-40", "w-30", "w-36"].map((width) => (
            <Skeleton key={width} className={`h-11 rounded-full! ${width}`} />
          ))}
        </div>
      </div>
      <KeyRowsSkeleton />
    </>
  );
}
