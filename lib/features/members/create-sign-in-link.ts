import { transaction } from "@/db/client/client";
import { selectUserByEmail } from "@/db/queries/users";
import { selectWorkspacesForUser } from "@/db/queries/workspaces";
import { displayEmail } from "@/lib/core/display-email";
import { AppError } from "@/lib/core/errors";
import type { OperatorActor } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";

/**
 * Creates a one-time sign-in link for a user, and records it in the audit log of each of their workspaces.
 * @returns the link's path and fragment
 * @throws AppError NOT_FOUND
 */
export async function createSignInLink(
  operator: Omit<OperatorActor, "workspaceId">,
  email: string,
): Promise<string> {
  return transaction(async (tx) => {
    const user = await selectUserByEmail(tx, email);
    if (!user) {
      const message = `No user has the email ${displayEmail(email)}. Add them with: studio user create.`;
      throw new AppError("NOT_FOUND", message);
    }
    for (const workspace of await selectWorkspacesForUser(tx, user.id)) {
      await recordAudit(
        tx,
        { ...operator, workspaceId: workspace.id },
        { action: "user.link_made", target: { kind: "user", id: user.id, name: user.name } },
      );
    }
    return issueSignInLink(tx, user.id);
  });
}
