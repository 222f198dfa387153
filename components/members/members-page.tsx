"use client";

import { type UseInfiniteQueryResult, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense } from "react";
import { isolated } from "@/lib/core/bidi";
import {
  leaveWorkspaceAction,
  removeMemberAction,
  revokeInvitationAction,
} from "@/lib/features/members/actions";
import type { InvitationDto, MemberDto, MemberPage } from "@/lib/features/members/contract";
import { SearchField } from "../data/search-field";
import { phrase } from "../data/user-text";
import { ConfirmDialog } from "../dialogs/confirm-dialog";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useDialogState } from "../hooks/use-dialog-state";
import { PageHeader } from "../shell/page-header";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";
import { TranslationBoundary } from "../ui/translation-boundary";
import { InvitationList } from "./invitation-list";
import { MemberList } from "./member-list";
import { invitationsQueryOptions, membersQueryKey, membersQueryOptions } from "./queries";
import { useMemberSearch } from "./use-member-search";

// Forms and their validator load after the first paint.
const InviteDialog = lazy(() =>
  import("./invite-dialog").then((module) => ({ default: module.InviteDialog })),
);
const MemberDialog = lazy(() =>
  import("./member-dialog").then((module) => ({ default: module.MemberDialog })),
);

type OpenDialog =
  | { dialog: "invite"; earlier: InvitationDto | null }
  | { dialog: "revoke"; invitation: InvitationDto }
  | { dialog: "change" | "remove" | "leave"; member: MemberDto };

interface Props {
  workspace: string;
  currentUserId: string;
  canManage: boolean;
}

/** Whether the first page failed to load. The list itself reports a next page that failed. */
const isInitialLoadError = (query: UseInfiniteQueryResult): boolean =>
  isQueryError(query) && !query.isFetchNextPageError;

const withMember = (page: MemberPage, saved: MemberDto): MemberPage => ({
  ...page,
  members: page.members.map((member) => (member.userId === saved.userId ? saved : member)),
});

/** The members of a workspace and its invitations. */
export function MembersPage({ workspace, currentUserId, canManage }: Props) {
  const [open, setOpen, close] = useDialogState<OpenDialog>();
  const queryClient = useQueryClient();
  const router = useRouter();
  const showToast = useToast();
  const [search, changeSearch] = useMemberSearch();
  const memberQuery = useInfiniteQuery(membersQueryOptions(workspace, search));
  const invitationQuery = useInfiniteQuery(invitationsQueryOptions(workspace, search));
  const members = memberQuery.data?.pages.flatMap((page) => page.members);
  const invitations = invitationQuery.data?.pages.flatMap((page) => page.invitations);
  const invalidate = async () => {
    await queryClient.invalidateQueries({ queryKey: membersQueryKey(workspace) });
    // The layout depends on the current user's own access.
    router.refresh();
  };

  const loaded = ![memberQuery, invitationQuery].some(
    ({ isSuccess, isPlaceholderData }) => !isSuccess || isPlaceholderData,
  );
  const noResults = loaded && search !== "" && members?.length === 0 && invitations?.length === 0;
  // For screen readers: the rows have changed.
  const resultCount =
    loaded && search !== ""
      ? `${members?.length}${memberQuery.hasNextPage ? "+" : ""} members, ${invitations?.length}${invitationQuery.hasNextPage ? "+" : ""} invitations`
      : null;

  return (
    <>
      <TranslationBoundary>
        <PageHeader title="Members">
          {canManage ? (
            <Button variant="primary" onClick={() => setOpen({ dialog: "invite", earlier: null })}>
              <UserPlus aria-hidden size={18} /> Invite
            </Button>
          ) : null}
        </PageHeader>
        <search className="relative mb-4 block w-full min-w-0 sm:w-80">
          <SearchField
            label="Search members and invitations"
            placeholder="Search by name or email"
            search={search}
            onChange={changeSearch}
          />
        </search>
        <p role="status" className={noResults ? "text-muted" : "sr-only"}>
          {noResults ? isolated`No member or invitation matches “${search}”.` : resultCount}
        </p>
        {isInitialLoadError(memberQuery) ? (
          <QueryError query={memberQuery} resourceName="The members" />
        ) : null}
        {members ? (
          <MemberList
            query={memberQuery}
            members={members}
            onlyAdmin={memberQuery.data?.pages.at(-1)?.onlyAdminId ?? null}
            currentUserId={currentUserId}
            canManage={canManage}
            onOpen={setOpen}
          />
        ) : null}
        {isInitialLoadError(invitationQuery) ? (
          <QueryError query={invitationQuery} resourceName="The invitations" />
        ) : null}
        {invitations ? (
          <InvitationList
            query={invitationQuery}
            invitations={invitations}
            canManage={canManage}
            onOpen={setOpen}
          />
        ) : null}
      </TranslationBoundary>

      <Suspense fallback={null}>
        {open?.dialog === "invite" ? (
          <InviteDialog
            workspace={workspace}
            earlier={open.earlier}
            onInvited={() => void invalidate()}
            onClose={close}
          />
        ) : null}
        {open?.dialog === "change" ? (
          <MemberDialog
            workspace={workspace}
            member={open.member}
            currentUserId={currentUserId}
            onSaved={(saved) => {
              // Reopening the dialog before the refetch must show what was saved.
              queryClient.setQueryData(
                membersQueryOptions(workspace, search).queryKey,
                (data) => data && { ...data, pages: data.pages.map((page) => withMember(page, saved)) },
              );
              void invalidate();
            }}
            onClose={close}
          />
        ) : null}
      </Suspense>
      {open?.dialog === "revoke" ? (
        <ConfirmDialog
          title={phrase`Revoke the invitation of ${open.invitation.email}?`}
          description="Their invitation link will stop working. You can invite them again."
          label="Revoke invitation"
          pendingLabel="Revoking…"
          run={() => revokeInvitationAction(workspace, { id: open.invitation.id })}
          onDone={async ({ email }) => {
            showToast(phrase`Revoked the invitation of ${email}.`);
            await invalidate();
          }}
          onClose={close}
        />
      ) : null}
      {open?.dialog === "remove" ? (
        <ConfirmDialog
          title={phrase`Remove ${open.member.name}?`}
          description="They’ll lose access immediately. API keys that they created keep working."
          label="Remove member"
          pendingLabel="Removing…"
          run={() => removeMemberAction(workspace, { userId: open.member.userId })}
          onDone={async ({ name }) => {
            showToast(phrase`Removed ${name}.`);
            await invalidate();
          }}
          onClose={close}
        />
      ) : null}
      {open?.dialog === "leave" ? (
        <ConfirmDialog
          title="Leave this workspace?"
          description="You’ll lose access immediately, and only an admin can invite you again. API keys that you created keep working."
          label="Leave workspace"
          pendingLabel="Leaving…"
          run={() => leaveWorkspaceAction(workspace)}
          onDone={() => {
            // A full load clears the workspace's data from memory.
            window.location.assign("/");
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}
