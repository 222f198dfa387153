import { Link2, X } from "lucide-react";
import type { InvitationDto } from "@/lib/members/contract";
import { useClock } from "../time/clock";
import { RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { toldRights } from "./rights";

interface Props {
  invitations: InvitationDto[];
  canManage: boolean;
  onOpen: (
    open: { dialog: "invite"; earlier: InvitationDto } | { dialog: "revoke"; invitation: InvitationDto },
  ) => void;
}

/** Who was invited and has not come yet: by whom, until when. */
export function InvitationList({ invitations, canManage, onOpen }: Props) {
  const { now } = useClock();
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="pending" className="mt-8">
      <h2 id="pending" className="mb-3 text-lg font-bold">
        Invited
      </h2>
      <ul aria-labelledby="pending" className="flex flex-col gap-2">
        {invitations.map((invitation) => {
          const expired = Date.parse(invitation.expiresAt) <= now;
          return (
            <li
              // A new link makes a new invitation, on whose row the focus stays.
              key={invitation.email}
              className="grid gap-x-6 gap-y-3 rounded-row border border-dashed border-line bg-card p-4 sm:p-5 md:grid-cols-[1fr_1fr_13rem] md:items-center"
            >
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-semibold">
                  <span className="min-w-0 break-all">{invitation.email}</span>
                  <Badge>{invitation.role === "admin" ? "Admin" : "Member"}</Badge>
                  {expired ? <Badge tone="warn">Expired</Badge> : null}
                </p>
                <p className="text-sm break-words text-muted">
                  Invited by {invitation.invitedBy}, <RelativeTime at={invitation.createdAt} />
                </p>
              </div>
              <div className="min-w-0 text-sm">
                <p>{toldRights(invitation)}</p>
                <p className="text-muted">
                  <RelativeTime
                    at={invitation.expiresAt}
                    prefix={expired ? "The link expired" : "The link expires"}
                  />
                </p>
              </div>
              {canManage ? (
                <div className="flex gap-1 md:justify-self-end">
                  <Button
                    variant="ghost"
                    size="icon"
                    aria-label={`New link for ${invitation.email}`}
                    onClick={() => onOpen({ dialog: "invite", earlier: invitation })}
                  >
                    <Link2 aria-hidden size={18} />
                  </Button>
                  <Button
                    variant="ghost"
                    size="icon"
                    aria-label={`Revoke the invitation of ${invitation.email}`}
                    onClick={() => onOpen({ dialog: "revoke", invitation })}
                  >
                    <X aria-hidden size={18} />
                  </Button>
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
