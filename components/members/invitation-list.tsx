"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link2, X } from "lucide-react";
import { isolated } from "@/lib/core/bidi";
import type { InvitationDto } from "@/lib/features/members/contract";
import { LoadMore } from "../data/load-more";
import { UserText } from "../data/user-text";
import { useFocusNewRows } from "../hooks/use-focus-new-rows";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Email } from "../ui/email";
import { formatAccess, roleLabel } from "./access-labels";
import { MemberRowLayout } from "./member-row-layout";

interface Props {
  query: UseInfiniteQueryResult;
  invitations: InvitationDto[];
  canManage: boolean;
  onOpen: (
    open: { dialog: "invite"; earlier: InvitationDto } | { dialog: "revoke"; invitation: InvitationDto },
  ) => void;
}

/** The open and expired invitations. */
export function InvitationList({ query, invitations, canManage, onOpen }: Props) {
  const { now } = useClock();
  const { listRef, focusNext } = useFocusNewRows<HTMLUListElement>(invitations.length, query.hasNextPage);
  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="pending" className="mt-8">
      <h2 id="pending" className="mb-3 text-lg font-bold">
        Invited
      </h2>
      <ul
        ref={listRef}
        aria-labelledby="pending"
        aria-busy={query.isPlaceholderData}
        className="flex flex-col gap-2"
      >
        {invitations.map((invitation) => {
          const expired = Date.parse(invitation.expiresAt) <= now;
          return (
            // Keyed by email: a new link replaces the invitation, and the focus stays on its row.
            <li key={invitation.email} tabIndex={-1} className="rounded-row">
              <MemberRowLayout
                pending
                title={
                  <>
                    <Email email={invitation.email} />
                    <Badge>{roleLabel(invitation.role)}</Badge>
                    {expired ? <Badge tone="warn">Expired</Badge> : null}
                  </>
                }
                description={
                  <>
                    Invited by <UserText>{invitation.invitedBy}</UserText>,{" "}
                    <RelativeTime at={invitation.createdAt} />
                  </>
                }
                access={formatAccess(invitation)}
                since={
                  <RelativeTime
                    at={invitation.expiresAt}
                    prefix={expired ? "The link expired" : "The link expires"}
                  />
                }
                actions={
                  canManage ? (
                    <>
                      <Button
                        variant="ghost"
                        size="icon"
                        aria-label={isolated`New link for ${invitation.email}`}
                        onClick={() => onOpen({ dialog: "invite", earlier: invitation })}
                      >
                        <Link2 aria-hidden size={18} />
                      </Button>
                      <Button
                        variant="ghost"
                        size="icon"
                        aria-label={isolated`Revoke the invitation of ${invitation.email}`}
                        onClick={() => onOpen({ dialog: "revoke", invitation })}
                      >
                        <X aria-hidden size={18} />
                      </Button>
                    </>
                  ) : null
                }
              />
            </li>
          );
        })}
      </ul>
      <LoadMore query={query} itemsLabel="invitations" onLoadMore={showMore} />
    </section>
  );
}
