"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Pencil, UserMinus } from "lucide-react";
import { isolated } from "@/lib/core/bidi";
import type { MemberDto } from "@/lib/features/members/contract";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { LoadMore } from "../data/load-more";
import { UserText } from "../data/user-text";
import { useFocusNewRows } from "../hooks/use-focus-new-rows";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Email } from "../ui/email";
import { formatAccess, roleLabel } from "./access-labels";
import { MemberRowLayout } from "./member-row-layout";

interface Props {
  query: UseInfiniteQueryResult;
  members: MemberDto[];
  /** The ID of the only admin; null with several. */
  onlyAdmin: string | null;
  currentUserId: string;
  canManage: boolean;
  onOpen: (open: { dialog: "change" | "remove" | "leave"; member: MemberDto }) => void;
}

/** The members, by name. The last admin has no buttons but an explanation. */
export function MemberList({ query, members, onlyAdmin, currentUserId, canManage, onOpen }: Props) {
  const { listRef, focusNext } = useFocusNewRows<HTMLUListElement>(members.length, query.hasNextPage);
  const memberLabel = disambiguateLabels(
    members,
    ({ name }) => name,
    ({ email }) => email,
  );
  const showMore = () => {
    focusNext();
    void query.fetchNextPage();
  };
  return (
    <>
      <ul
        ref={listRef}
        aria-label="Members"
        aria-busy={query.isPlaceholderData}
        className={clsx("flex flex-col gap-2", members.length === 0 && "hidden")}
      >
        {members.map((member) => {
          const isSelf = member.userId === currentUserId;
          const isLastAdmin = member.userId === onlyAdmin;
          return (
            <li key={member.userId} tabIndex={-1} className="rounded-row">
              <MemberRowLayout
                title={
                  <>
                    <span className="min-w-0">
                      <UserText>{member.name}</UserText>
                    </span>
                    <Badge>{roleLabel(member.role)}</Badge>
                    {isSelf ? <Badge tone="good">You</Badge> : null}
                  </>
                }
                description={<Email email={member.email} />}
                access={formatAccess(member)}
                since={
                  <>
                    <RelativeTime at={member.createdAt} prefix="Joined" />
                    {isLastAdmin && (isSelf || canManage) ? (
                      <p className="mt-2 text-balance">
                        {isSelf
                          ? "You’re the only admin. Make someone else an admin before leaving."
                          : "This is the only admin. Make someone else an admin before removing them."}
                      </p>
                    ) : null}
                  </>
                }
                actions={
                  isLastAdmin || !(isSelf || canManage) ? null : (
                    <>
                      {canManage ? (
                        <Button
                          variant="ghost"
                          size="icon"
                          aria-label={isolated`Change the access of ${memberLabel(member)}`}
                          onClick={() => onOpen({ dialog: "change", member })}
                        >
                          <Pencil aria-hidden size={18} />
                        </Button>
                      ) : null}
                      {isSelf ? (
                        <Button
                          size="small"
                          className="self-center"
                          onClick={() => onOpen({ dialog: "leave", member })}
                        >
                          Leave
                        </Button>
                      ) : null}
                      {canManage && !isSelf ? (
                        <Button
                          variant="ghost"
                          size="icon"
                          aria-label={isolated`Remove ${memberLabel(member)}`}
                          onClick={() => onOpen({ dialog: "remove", member })}
                        >
                          <UserMinus aria-hidden size={18} />
                        </Button>
                      ) : null}
                    </>
                  )
                }
              />
            </li>
          );
        })}
      </ul>
      <LoadMore query={query} itemsLabel="members" onLoadMore={showMore} />
    </>
  );
}
