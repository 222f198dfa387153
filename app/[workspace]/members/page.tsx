import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { MembersPage } from "@/components/members/members-page";
import { invitationsQuery, membersQuery } from "@/components/members/queries";
import { memberForPage, readForPage } from "@/lib/auth/session";
import { peopleFilters } from "@/lib/members/contract";
import { listInvitations } from "@/lib/members/list-invitations";
import { listMembers } from "@/lib/members/list-members";
import { parseInput } from "@/lib/validate";

export const metadata: Metadata = { title: "Members" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const { search } = parseInput(peopleFilters, await searchParams);
  const queryClient = new QueryClient();
  await readForPage(() =>
    Promise.all([
      queryClient.fetchInfiniteQuery(membersQuery(workspace, search, (input) => listMembers(actor, input))),
      queryClient.fetchInfiniteQuery(
        invitationsQuery(workspace, search, (input) => listInvitations(actor, input)),
      ),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MembersPage workspace={workspace} self={actor.userId} canManage={actor.role === "admin"} />
    </HydrationBoundary>
  );
}
