import { useParams, usePathname } from "next/navigation";
import { KeyFactsPending } from "@/components/api-keys/key-facts";
import { ListPending } from "@/components/api-keys/key-rows-pending";
import { PanelsPending } from "@/components/configuration/panels-pending";
import { PageHeader } from "@/components/shell/page-header";
import { passFocusOn } from "@/components/ui/focus";
import { Skeleton } from "@/components/ui/skeleton";
import { LogRowsPending } from "@/components/usage/log-table";
import { TrafficPending } from "@/components/usage/traffic-panel";

/** A page on its way, in the columns of the real one. */
export function Pending() {
  const { keyId } = useParams();
  const pathname = usePathname();
  if (keyId) {
    return (
      <div className="flex flex-col gap-8">
        {/* The page's own has the key's name, which is on its way as well. */}
        <title>API key · Agent Studio</title>
        <h1 ref={passFocusOn} tabIndex={-1} className="outline-none">
          <span className="sr-only">API key</span>
          <Skeleton className="h-11 w-64 max-w-full" />
        </h1>
        <KeyFactsPending />
        <TrafficPending />
        <LogRowsPending />
      </div>
    );
  }
  const configuration = pathname.endsWith("/configuration");
  const title = configuration ? "Configuration" : "API keys";
  return (
    <>
      {/* Between two pages there is a moment without any. */}
      <title>{`${title} · Agent Studio`}</title>
      <PageHeader title={title} />
      {configuration ? <PanelsPending /> : <ListPending />}
    </>
  );
}
