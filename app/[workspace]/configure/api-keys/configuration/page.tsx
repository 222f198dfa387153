import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ConfigurationPage } from "@/components/configuration/configuration-page";
import { configurationsQueryOptions } from "@/components/configuration/queries";
import { accessOf } from "@/lib/features/actor";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { memberForPage, readForPage } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "Configuration" };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const queryClient = new QueryClient();
  await readForPage(() =>
    queryClient.fetchQuery(configurationsQueryOptions(workspace, () => listResponseConfigurations(actor))),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ConfigurationPage
        workspace={workspace}
        canEdit={accessOf(actor, "response_configuration") === "edit"}
        canMigrate={actor.role === "admin"}
        canViewKeys={accessOf(actor, "api_keys") !== "none"}
      />
    </HydrationBoundary>
  );
}
