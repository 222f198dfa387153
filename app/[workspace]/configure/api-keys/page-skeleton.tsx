import { useParams, usePathname } from "next/navigation";
import { KeyDetailsSkeleton } from "@/components/api-keys/key-details";
import { KeyListSkeleton } from "@/components/api-keys/key-list-skeleton";
import { PanelsSkeleton } from "@/components/configuration/panels-skeleton";
import { PageHeader } from "@/components/shell/page-header";
import { restoreFocusOnUnmount } from "@/components/ui/focus";
import { Skeleton } from "@/components/ui/skeleton";
import { LogRowsSkeleton } from "@/components/usage/log-table";
import { TrafficSkeleton } from "@/components/usage/traffic-panel";

export function PageSkeleton() {
  const { keyId } = useParams();
  const pathname = usePathname();
  if (keyId) {
    return (
      <div className="flex flex-col gap-8">
        {/* The key's name is not known yet. */}
        <title>API key · Agent Studio</title>
        <h1 ref={restoreFocusOnUnmount} tabIndex={-1} className="outline-none">
          <span className="sr-only">API key</span>
          <Skeleton className="h-11 w-64 max-w-full" />
        </h1>
        <KeyDetailsSkeleton />
        <TrafficSkeleton />
        <LogRowsSkeleton />
      </div>
    );
  }
  const configuration = pathname.endsWith("/configuration");
  const title = configuration ? "Configuration" : "API keys";
  return (
    <>
      {/* Navigation would otherwise leave the document without a title for a moment. */}
      <title>{`${title} · Agent Studio`}</title>
      <PageHeader title={title} />
      {configuration ? <PanelsSkeleton /> : <KeyListSkeleton />}
    </>
  );
}
