import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ApiKeysPage } from "@/components/api-keys/api-keys-page";
import { apiKeysQueryOptions } from "@/components/api-keys/queries";
import { parseInput } from "@/lib/core/parse-input";
import { accessOf } from "@/lib/features/actor";
import { listAgents } from "@/lib/features/agents/list-agents";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { memberForPage, readForPage } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "API keys" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const { cursor: _, ...listParams } = parseInput(listApiKeysInput, await searchParams);
  const queryClient = new QueryClient();
  const [agents] = await readForPage(() =>
    Promise.all([
      listAgents(actor),
      queryClient.fetchInfiniteQuery(
        apiKeysQueryOptions(workspace, listParams, (input) => listApiKeys(actor, input)),
      ),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ApiKeysPage
        workspace={{ slug: workspace, id: actor.workspaceId }}
        agents={agents}
        canEdit={accessOf(actor, "api_keys") === "edit"}
        canConfigure={accessOf(actor, "response_configuration") !== "none"}
        canMigrate={actor.role === "admin"}
      />
    </HydrationBoundary>
  );
}
