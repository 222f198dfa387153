import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cache } from "react";
import { KeyPage } from "@/components/api-keys/key-page";
import { apiKeyQuery } from "@/components/api-keys/queries";
import { requestsQuery, trafficQuery } from "@/components/usage/queries";
import { accessOf } from "@/lib/actor";
import { readApiKey } from "@/lib/api-keys/read-api-key";
import { memberForPage, readForPage } from "@/lib/auth/session";
import { requestFilters } from "@/lib/usage/contract";
import { listRequests } from "@/lib/usage/list-requests";
import { readKeyTraffic } from "@/lib/usage/read-key-traffic";
import { parseInput } from "@/lib/validate";

interface Props {
  params: Promise<{ workspace: string; keyId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The page and its title tell the same. */
const storyOf = cache(async (workspace: string, keyId: string) => {
  const actor = await memberForPage(workspace);
  return readForPage(() => readApiKey(actor, keyId));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, keyId } = await params;
  const story = await storyOf(workspace, keyId);
  return { title: "deleted" in story ? `${story.deleted.name} (deleted)` : story.key.name };
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace, keyId } = await params;
  const actor = await memberForPage(workspace);
  const story = await storyOf(workspace, keyId);
  const view = parseInput(requestFilters, await searchParams);
  const queryClient = new QueryClient();
  const traffic = (id: string) =>
    queryClient.fetchQuery(trafficQuery({ workspace, keyId: id }, () => readKeyTraffic(actor, id)));
  const others = "key" in story ? [story.replaces, story.replacedBy] : [];
  await readForPage(() =>
    Promise.all([
      queryClient.fetchQuery(apiKeyQuery(workspace, keyId, async () => story)),
      queryClient.fetchInfiniteQuery(
        requestsQuery({ workspace, keyId }, view, (input) => listRequests(actor, keyId, input)),
      ),
      "key" in story ? traffic(keyId) : null,
      ...others.map((other) => other && traffic(other.id)),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <KeyPage
        // Another key's page begins anew: no dialog, no live tail of the one before.
        key={keyId}
        workspace={{ slug: workspace, id: actor.workspaceId }}
        keyId={keyId}
        canEdit={accessOf(actor, "api_keys") === "edit"}
      />
    </HydrationBoundary>
  );
}
