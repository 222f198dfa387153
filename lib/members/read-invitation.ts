import { reader } from "@/db/client";
import { selectInvitationByToken } from "@/db/queries/invitations";
import { selectUserByEmail } from "@/db/queries/people";
import type { PersonActor } from "../actor";
import { hashToken } from "../auth/one-time-links";
import { AppError } from "../errors";
import type { OpenInvitation } from "./contract";

/**
 * What stands behind an invitation's link, for whoever holds it. Reading does not use it up.
 * @param person who is signed in, if anybody is
 * @throws AppError LINK_NOT_VALID when it is unknown, used, revoked or expired
 */
export async function readInvitation(token: string, person: PersonActor | null): Promise<OpenInvitation> {
  const found = await selectInvitationByToken(reader(), hashToken(token));
  if (!found) throw new AppError("LINK_NOT_VALID");
  const known = await selectUserByEmail(reader(), found.email);
  const self = person?.email === found.email;
  return {
    workspace: found.workspace.name,
    email: found.email,
    invitedBy: found.invitedByName,
    role: found.role,
    asks: self ? "nothing" : known ? "password" : "name and password",
    signedInAs: self ? null : (person?.email ?? null),
  };
}
