import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cache } from "react";
import { KeyPage } from "@/components/api-keys/key-page";
import { apiKeyQueryOptions } from "@/components/api-keys/queries";
import { requestsQueryOptions, trafficQueryOptions } from "@/components/usage/queries";
import { isolate, isolated } from "@/lib/core/bidi";
import { parseInput } from "@/lib/core/parse-input";
import { accessOf } from "@/lib/features/actor";
import { readApiKey } from "@/lib/features/api-keys/read-api-key";
import { currentTimeZone, memberForPage, readForPage } from "@/lib/features/auth/session";
import { requestFilters } from "@/lib/features/usage/contract";
import { listRequests } from "@/lib/features/usage/list-requests";
import { readKeyTraffic } from "@/lib/features/usage/read-key-traffic";

interface Props {
  params: Promise<{ workspace: string; keyId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Read once for the page and its metadata. */
const loadKeyDetails = cache(async (workspace: string, keyId: string) => {
  const actor = await memberForPage(workspace);
  return readForPage(() => readApiKey(actor, keyId));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, keyId } = await params;
  const details = await loadKeyDetails(workspace, keyId);
  return {
    title: "deleted" in details ? isolated`${details.deleted.name} (deleted)` : isolate(details.key.name),
  };
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace, keyId } = await params;
  const actor = await memberForPage(workspace);
  const details = await loadKeyDetails(workspace, keyId);
  const logParams = parseInput(requestFilters, await searchParams);
  const zone = await currentTimeZone();
  const queryClient = new QueryClient();
  const traffic = (id: string) =>
    queryClient.fetchQuery(
      trafficQueryOptions({ workspace, keyId: id }, zone, () => readKeyTraffic(actor, id, zone)),
    );
  const related = "key" in details ? [details.replaces, details.replacedBy] : [];
  await readForPage(() =>
    Promise.all([
      queryClient.fetchQuery(apiKeyQueryOptions(workspace, keyId, async () => details)),
      queryClient.fetchInfiniteQuery(
        requestsQueryOptions({ workspace, keyId }, logParams, (input) => listRequests(actor, keyId, input)),
      ),
      "key" in details ? traffic(keyId) : null,
      ...related.map((key) => key && traffic(key.id)),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <KeyPage
        // A different key resets dialogs and the live tail.
        key={keyId}
        workspace={{ slug: workspace, id: actor.workspaceId }}
        keyId={keyId}
        canEdit={accessOf(actor, "api_keys") === "edit"}
      />
    </HydrationBoundary>
  );
}
