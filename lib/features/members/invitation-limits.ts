import type { Tx } from "@/db/client/client";
import { selectRetryAfterSeconds } from "@/db/queries/audit-entries";
import { countOpenInvitations } from "@/db/queries/invitations";
import { AppError } from "@/lib/core/errors";

/** The maximum number of open invitations of a workspace. Expired ones do not count. */
export const MAX_OPEN_INVITATIONS = 1000;

/** The maximum number of invitations that a workspace creates per hour, including reissued and since revoked ones. */
export const MAX_INVITATIONS_PER_HOUR = 100;

/**
 * Passes if the workspace is within its limits. The caller must hold the lock on the workspace's admins, so that concurrent
 * requests cannot exceed them.
 * @throws AppError TOO_MANY_INVITATIONS
 */
export async function requireInvitationQuota(tx: Tx, workspaceId: string, email: string): Promise<void> {
  const seconds = await selectRetryAfterSeconds(tx, workspaceId, "member.invited", MAX_INVITATIONS_PER_HOUR);
  if (seconds > 0) {
    const minutes = Math.ceil(seconds / 60);
    throw new AppError(
      "TOO_MANY_INVITATIONS",
      `This workspace has reached its limit of ${MAX_INVITATIONS_PER_HOUR} invitations per hour. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    );
  }
  // A new link for an invited email replaces the invitation instead of adding one.
  if ((await countOpenInvitations(tx, workspaceId, { except: email })) < MAX_OPEN_INVITATIONS) return;
  throw new AppError(
    "TOO_MANY_INVITATIONS",
    `This workspace has ${MAX_OPEN_INVITATIONS.toLocaleString("en-US")} open invitations, which is the limit. Revoke invitations that you no longer need, then try again.`,
  );
}
