import { db } from "@/db/client/client";
import { selectInvitationByToken } from "@/db/queries/invitations";
import { selectUserByEmail } from "@/db/queries/users";
import { displayEmail } from "@/lib/core/display-email";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import type { UserActor } from "@/lib/features/actor";
import type { OpenInvitation } from "./contract";

/**
 * Reads an invitation by its link's token, without consuming it.
 * @param user the signed-in user, or null
 * @throws AppError LINK_NOT_VALID for an unknown, used, revoked or expired link
 */
export async function readInvitation(token: string, user: UserActor | null): Promise<OpenInvitation> {
  const invitation = await selectInvitationByToken(db(), hashToken(token));
  if (!invitation) throw new AppError("LINK_NOT_VALID");
  const existing = await selectUserByEmail(db(), invitation.email);
  const isSelf = user?.email === invitation.email;
  return {
    workspace: invitation.workspace.name,
    email: displayEmail(invitation.email),
    invitedBy: invitation.invitedByName,
    role: invitation.role,
    requires: isSelf ? "nothing" : existing ? "password" : "name and password",
    signedInAs: isSelf || !user ? null : displayEmail(user.email),
  };
}
