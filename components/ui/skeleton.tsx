import { clsx } from "clsx";

/** A place that something will take. Says nothing by itself: its list tells that it is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block animate-pulse rounded-md bg-well", className)} />;
}
