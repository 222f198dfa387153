"use client";

import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Pencil, UserMinus } from "lucide-react";
import type { MemberDto } from "@/lib/members/contract";
import { LoadMore } from "../load-more";
import { tellApart } from "../tell-apart";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Email } from "../ui/email";
import { useFocusOnRows } from "../use-focus-on-rows";
import { MemberFrame } from "./member-frame";
import { toldRight, toldRights } from "./rights";

interface Props {
  query: UseInfiniteQueryResult;
  members: MemberDto[];
  /** The id of the only admin, where there is just one. */
  onlyAdmin: string | null;
  self: string;
  canManage: boolean;
  onOpen: (open: { dialog: "change" | "remove" | "leave"; member: MemberDto }) => void;
}

/** The members, by name. What would fail for the last admin is not offered; the reason is. */
export function MemberList({ query, members, onlyAdmin, self, canManage, onOpen }: Props) {
  const { list, focusNext } = useFocusOnRows<HTMLUListElement>(members.length, query.hasNextPage);
  const called = tellApart(
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
        ref={list}
        aria-label="Members"
        aria-busy={query.isPlaceholderData}
        className={clsx("flex flex-col gap-2", members.length === 0 && "hidden")}
      >
        {members.map((member) => {
          const isSelf = member.userId === self;
          const isLastAdmin = member.userId === onlyAdmin;
          return (
            <li key={member.userId} tabIndex={-1} className="rounded-row">
              <MemberFrame
                who={
                  <>
                    <span className="min-w-0">{member.name}</span>
                    <Badge>{toldRight(member.role)}</Badge>
                    {isSelf ? <Badge tone="good">You</Badge> : null}
                  </>
                }
                about={<Email address={member.email} />}
                rights={toldRights(member)}
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
      <LoadMore query={query} what="members" onMore={showMore} />
    </>
  );
}
