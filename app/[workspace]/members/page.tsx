import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { MembersPage } from "@/components/members/members-page";
import { invitationsQuery, membersQuery } from "@/components/members/queries";
import { memberForPage, readForPage } from "@/lib/auth/session";
import { listInvitations } from "@/lib/members/list-invitations";
import { listMembers } from "@/lib/members/list-members";

export const metadata: Metadata = { title: "Members" };

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const queryClient = new QueryClient();
  await readForPage(() =>
    Promise.all([
      queryClient.fetchQuery(membersQuery(workspace, () => listMembers(actor))),
      queryClient.fetchQuery(invitationsQuery(workspace, () => listInvitations(actor))),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MembersPage workspace={workspace} self={actor.userId} canManage={actor.role === "admin"} />
    </HydrationBoundary>
  );
}
