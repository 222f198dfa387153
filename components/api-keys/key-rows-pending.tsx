import { Skeleton } from "../ui/skeleton";
import { KeyRowFrame } from "./key-row";

/** The list while it is on its way, in the real rows' columns. */
export function KeyRowsPending() {
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">Loading keys…</span>
      {["a", "b", "c", "d"].map((row) => (
        <KeyRowFrame
          key={row}
          name={<Skeleton className="h-5 w-36" />}
          created={<Skeleton className="mt-2 h-4 w-28" />}
          scope={<Skeleton className="h-5 w-40" />}
          expiry={<Skeleton className="h-9 w-36" />}
          masked={<Skeleton className="h-11 w-full" />}
          actions={<Skeleton className="h-11 w-24" />}
        />
      ))}
    </div>
  );
}
