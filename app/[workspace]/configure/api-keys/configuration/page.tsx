import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ConfigurationPage } from "@/components/configuration/configuration-page";
import { configurationsQuery } from "@/components/configuration/queries";
import { accessOf } from "@/lib/actor";
import { listResponseConfigurations } from "@/lib/agents/list-response-configurations";
import { memberForPage, readForPage } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Configuration" };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const queryClient = new QueryClient();
  await readForPage(() =>
    queryClient.fetchQuery(configurationsQuery(workspace, () => listResponseConfigurations(actor))),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ConfigurationPage
        workspace={workspace}
        canEdit={accessOf(actor, "response_configuration") === "edit"}
        canMigrate={actor.role === "admin"}
        seesKeys={accessOf(actor, "api_keys") !== "none"}
      />
    </HydrationBoundary>
  );
}
