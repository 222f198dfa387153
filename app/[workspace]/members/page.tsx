import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { MembersPage } from "@/components/members/members-page";
import { invitationsQueryOptions, membersQueryOptions } from "@/components/members/queries";
import { parseInput } from "@/lib/core/parse-input";
import { memberForPage, readForPage } from "@/lib/features/auth/session";
import { memberFilters } from "@/lib/features/members/contract";
import { listInvitations } from "@/lib/features/members/list-invitations";
import { listMembers } from "@/lib/features/members/list-members";

export const metadata: Metadata = { title: "Members" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const { search } = parseInput(memberFilters, await searchParams);
  const queryClient = new QueryClient();
  await readForPage(() =>
    Promise.all([
      queryClient.fetchInfiniteQuery(
        membersQueryOptions(workspace, search, (input) => listMembers(actor, input)),
      ),
      queryClient.fetchInfiniteQuery(
        invitationsQueryOptions(workspace, search, (input) => listInvitations(actor, input)),
      ),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MembersPage workspace={workspace} currentUserId={actor.userId} canManage={actor.role === "admin"} />
    </HydrationBoundary>
  );
}
