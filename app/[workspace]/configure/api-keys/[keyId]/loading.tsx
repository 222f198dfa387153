import { KeyFactsPending } from "@/components/api-keys/key-facts";
import { Skeleton } from "@/components/ui/skeleton";
import { LogRowsPending } from "@/components/usage/log-table";
import { TrafficPending } from "@/components/usage/traffic-panel";

export default function Loading() {
  return (
    <div className="flex flex-col gap-8">
      <Skeleton className="h-11 w-64 max-w-full" />
      <KeyFactsPending />
      <TrafficPending />
      <LogRowsPending />
    </div>
  );
}
