import { clsx } from "clsx";

/** A loading placeholder. Hidden from assistive technology: the list around it is marked as loading. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block animate-pulse rounded-md bg-well", className)} />;
}
