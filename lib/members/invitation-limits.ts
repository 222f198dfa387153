import type { Tx } from "@/db/client";
import { selectSecondsUntilFewerThan } from "@/db/queries/audit-entries";
import { countOpenInvitations } from "@/db/queries/invitations";
import { AppError } from "../errors";

/** How many open invitations a workspace may have. Expired ones do not count. */
export const MOST_OPEN_INVITATIONS = 1000;

/** How many invitations a workspace may make in an hour: new, repeated, and those revoked since. */
export const MOST_INVITATIONS_AN_HOUR = 100;

/**
 * Passes when the workspace may make one more invitation. Requests must come one at a time per workspace: the caller
 * has locked its admins.
 * @throws AppError TOO_MANY_INVITATIONS
 */
export async function requireRoomForInvitation(tx: Tx, workspaceId: string, email: string): Promise<void> {
  const seconds = await selectSecondsUntilFewerThan(
    tx,
    workspaceId,
    "member.invited",
    MOST_INVITATIONS_AN_HOUR,
  );
  if (seconds > 0) {
    const minutes = Math.ceil(seconds / 60);
    throw new AppError(
      "TOO_MANY_INVITATIONS",
      `This workspace has made ${MOST_INVITATIONS_AN_HOUR} invitations in the last hour, which is the limit. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    );
  }
  // A new link for an address that is already invited replaces its invitation.
  if ((await countOpenInvitations(tx, workspaceId, { except: email })) < MOST_OPEN_INVITATIONS) return;
  throw new AppError(
    "TOO_MANY_INVITATIONS",
    `This workspace has ${MOST_OPEN_INVITATIONS.toLocaleString("en-US")} open invitations, which is the limit. Revoke invitations that are no longer needed, then try again.`,
  );
}
