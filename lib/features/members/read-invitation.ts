import { db } from "@/db/client/client";
import { selectInvitationByToken } from "@/db/queries/invitations";
import { selectUserByEmail } from "@/db/queries/users";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import type { UserActor } from "@/lib/features/actor";
import type { OpenInvitation } from "./contract";

/**
 * What stands behind an invitation's link, for whoever holds it. Reading does not use it up.
 * @param person who is signed in, if anybody is
 * @throws AppError LINK_NOT_VALID when it is unknown, used, revoked or expired
 */
export async function readInvitation(token: string, person: UserActor | null): Promise<OpenInvitation> {
  const found = await selectInvitationByToken(db(), hashToken(token));
  if (!found) throw new AppError("LINK_NOT_VALID");
  const known = await selectUserByEmail(db(), found.email);
  const self = person?.email === found.email;
  return {
    workspace: found.workspace.name,
    email: found.email,
    invitedBy: found.invitedByName,
    role: found.role,
    requires: self ? "nothing" : known ? "password" : "name and password",
    signedInAs: self ? null : (person?.email ?? null),
  };
}
