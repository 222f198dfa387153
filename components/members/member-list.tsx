"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Pencil, UserMinus } from "lucide-react";
import type { MemberDto } from "@/lib/features/members/contract";
import { disambiguateLabels } from "../data/disambiguate-labels";
import { LoadMore } from "../data/load-more";
import { useFocusNewRows } from "../hooks/use-focus-new-rows";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Email } from "../ui/email";
import { accessLabel, formatAccess } from "./access-labels";
import { MemberRowLayout } from "./member-row-layout";

interface Props {
  query: UseInfiniteQueryResult;
  members: MemberDto[];
  /** The id of the only admin, where there is just one. */
  onlyAdmin: string | null;
  currentUserId: string;
  canManage: boolean;
  onOpen: (open: { dialog: "change" | "remove" | "leave"; member: MemberDto }) => void;
}

/** The members, by name. What would fail for the last admin is not offered; the reason is. */
export function MemberList({ query, members, onlyAdmin, currentUserId, canManage, onOpen }: Props) {
  const { listRef, focusNext } = useFocusNewRows<HTMLUListElement>(members.length, query.hasNextPage);
  const called = disambiguateLabels(
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
                    <span className="min-w-0">{member.name}</span>
                    <Badge>{accessLabel(member.role)}</Badge>
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
                        The last admin stays. Make somebody else an admin before{" "}
                        {isSelf ? "you leave" : "they leave"}.
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
                          aria-label={`Change the access of ${called(member)}`}
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
                          aria-label={`Remove ${called(member)}`}
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
