import type { Tx } from "@/db/client/client";
import { selectRetryAfterSeconds } from "@/db/queries/audit-entries";
import { countOpenInvitations } from "@/db/queries/invitations";
import { AppError } from "@/lib/core/errors";

/** How many open invitations a workspace may have. Expired ones do not count. */
export const MAX_OPEN_INVITATIONS = 1000;

/** How many invitations a workspace may make in an hour: new, repeated, and those revoked since. */
export const MAX_INVITATIONS_PER_HOUR = 100;

/**
 * Passes when the workspace may make one more invitation. Requests must come one at a time per workspace: the caller
 * has locked its admins.
 * @throws AppError TOO_MANY_INVITATIONS
 */
export async function requireInvitationQuota(tx: Tx, workspaceId: string, email: string): Promise<void> {
  const seconds = await selectRetryAfterSeconds(tx, workspaceId, "member.invited", MAX_INVITATIONS_PER_HOUR);
  if (seconds > 0) {
    const minutes = Math.ceil(seconds / 60);
    throw new AppError(
      "TOO_MANY_INVITATIONS",
      `This workspace has made ${MAX_INVITATIONS_PER_HOUR} invitations in the last hour, which is the limit. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    );
  }
  // A new link for an address that is already invited replaces its invitation.
  if ((await countOpenInvitations(tx, workspaceId, { except: email })) < MAX_OPEN_INVITATIONS) return;
  throw new AppError(
    "TOO_MANY_INVITATIONS",
    `This workspace has ${MAX_OPEN_INVITATIONS.toLocaleString("en-US")} open invitations, which is the limit. Revoke invitations that are no longer needed, then try again.`,
  );
}
