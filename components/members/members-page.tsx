"use client";

import { type UseInfiniteQueryResult, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense } from "react";
import { leaveWorkspaceAction, removeMemberAction, revokeInvitationAction } from "@/lib/members/actions";
import type { InvitationDto, MemberDto, MemberPage } from "@/lib/members/contract";
import { ConfirmDialog } from "../confirm-dialog";
import { hasFailed, ReadFailed } from "../read-failed";
import { PageHeader } from "../shell/page-header";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { useOpen } from "../use-open";
import { InvitationList } from "./invitation-list";
import { MemberList } from "./member-list";
import { PeopleSearch } from "./people-search";
import { invitationsQuery, membersQuery, peopleOf } from "./queries";
import { usePeopleSearch } from "./use-people-search";

// Forms and their validator come after the first paint.
const InviteDialog = lazy(() =>
  import("./invite-dialog").then((module) => ({ default: module.InviteDialog })),
);
const MemberDialog = lazy(() =>
  import("./member-dialog").then((module) => ({ default: module.MemberDialog })),
);

type Open =
  | { dialog: "invite"; earlier: InvitationDto | null }
  | { dialog: "revoke"; invitation: InvitationDto }
  | { dialog: "change" | "remove" | "leave"; member: MemberDto };

interface Props {
  workspace: string;
  /** The id of whoever looks. */
  self: string;
  canManage: boolean;
}

/** Whether the list itself could not be read: where only its next page could not, the list says so. */
const failedFirst = (query: UseInfiniteQueryResult): boolean =>
  hasFailed(query) && !query.isFetchNextPageError;

const withMember = (page: MemberPage, saved: MemberDto): MemberPage => ({
  ...page,
  members: page.members.map((member) => (member.userId === saved.userId ? saved : member)),
});

/** Who is in the workspace, who is expected, and what they may do. */
export function MembersPage({ workspace, self, canManage }: Props) {
  const [open, setOpen, close] = useOpen<Open>();
  const queryClient = useQueryClient();
  const router = useRouter();
  const announce = useAnnounce();
  const [search, changeSearch] = usePeopleSearch();
  const memberQuery = useInfiniteQuery(membersQuery(workspace, search));
  const invitationQuery = useInfiniteQuery(invitationsQuery(workspace, search));
  const members = memberQuery.data?.pages.flatMap((page) => page.members);
  const invitations = invitationQuery.data?.pages.flatMap((page) => page.invitations);
  const changed = async () => {
    await queryClient.invalidateQueries({ queryKey: peopleOf(workspace) });
    // What the person themselves may do is in the pages around this.
    router.refresh();
  };

  const known = ![memberQuery, invitationQuery].some(
    ({ isSuccess, isPlaceholderData }) => !isSuccess || isPlaceholderData,
  );
  const nothing = known && search !== "" && members?.length === 0 && invitations?.length === 0;
  // For users who cannot see that the rows have changed.
  const found =
    known && search !== ""
      ? `${members?.length}${memberQuery.hasNextPage ? "+" : ""} members, ${invitations?.length}${invitationQuery.hasNextPage ? "+" : ""} invitations`
      : null;

  return (
    <>
      <PageHeader title="Members">
        {canManage ? (
          <Button variant="primary" onClick={() => setOpen({ dialog: "invite", earlier: null })}>
            <UserPlus aria-hidden size={18} /> Invite
          </Button>
        ) : null}
      </PageHeader>
      <PeopleSearch search={search} onChange={changeSearch} />
      <p role="status" className={nothing ? "text-muted" : "sr-only"}>
        {nothing ? `No member or invitation matches “${search}”.` : found}
      </p>
      {failedFirst(memberQuery) ? <ReadFailed query={memberQuery} what="The members" /> : null}
      {members ? (
        <MemberList
          query={memberQuery}
          members={members}
          onlyAdmin={memberQuery.data?.pages.at(-1)?.onlyAdmin ?? null}
          self={self}
          canManage={canManage}
          onOpen={setOpen}
        />
      ) : null}
      {failedFirst(invitationQuery) ? <ReadFailed query={invitationQuery} what="The invitations" /> : null}
      {invitations ? (
        <InvitationList
          query={invitationQuery}
          invitations={invitations}
          canManage={canManage}
          onOpen={setOpen}
        />
      ) : null}

      <Suspense fallback={null}>
        {open?.dialog === "invite" ? (
          <InviteDialog
            workspace={workspace}
            earlier={open.earlier}
            onInvited={() => void changed()}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "change" ? (
          <MemberDialog
            workspace={workspace}
            member={open.member}
            self={self}
            onSaved={(saved) => {
              // At once: who opens them again before the list was read goes on from what they saved.
              queryClient.setQueryData(
                membersQuery(workspace, search).queryKey,
                (data) => data && { ...data, pages: data.pages.map((page) => withMember(page, saved)) },
              );
              void changed();
            }}
            onClose={close}
          />
        ) : null}
      </Suspense>
      {open?.dialog === "revoke" ? (
        <ConfirmDialog
          title={`Revoke the invitation of ${open.invitation.email}?`}
          description="Their link leads nowhere from then on. You can invite them again."
          label="Revoke invitation"
          doing="Revoking…"
          run={() => revokeInvitationAction(workspace, { id: open.invitation.id })}
          onDone={async ({ email }) => {
            announce(`Revoked the invitation of ${email}.`);
            await changed();
          }}
          onClose={close}
        />
      ) : null}
      {open?.dialog === "remove" ? (
        <ConfirmDialog
          title={`Remove ${open.member.name}?`}
          description="They are out of this workspace from their next request. The keys that they made stay and keep working."
          label="Remove member"
          doing="Removing…"
          run={() => removeMemberAction(workspace, { userId: open.member.userId })}
          onDone={async ({ name }) => {
            announce(`Removed ${name}.`);
            await changed();
          }}
          onClose={close}
        />
      ) : null}
      {open?.dialog === "leave" ? (
        <ConfirmDialog
          title="Leave this workspace?"
          description="You are out at once, and only an admin can invite you again. The keys that you made stay and keep working."
          label="Leave workspace"
          doing="Leaving…"
          run={() => leaveWorkspaceAction(workspace)}
          onDone={() => {
            // Nothing of the workspace may stay in this browser's memory.
            window.location.assign("/");
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}
