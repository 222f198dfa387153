import { transaction } from "@/db/client";
import { selectUserByEmail } from "@/db/queries/people";
import { selectWorkspacesOf } from "@/db/queries/workspaces";
import type { OperatorActor } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { makeSignInLink } from "../auth/one-time-links";
import { AppError } from "../errors";

/**
 * Makes a one-time sign-in link for a person, and says so in the audit of every workspace that they can enter by it.
 * @returns the link's path and fragment
 * @throws AppError NOT_FOUND
 */
export async function linkUser(operator: Omit<OperatorActor, "workspaceId">, email: string): Promise<string> {
  return transaction(async (tx) => {
    const user = await selectUserByEmail(tx, email);
    if (!user)
      throw new AppError(
        "NOT_FOUND",
        `Nobody has the email ${email} here. Add them with: studio user create.`,
      );
    for (const workspace of await selectWorkspacesOf(tx, user.id)) {
      await recordAudit(
        tx,
        { ...operator, workspaceId: workspace.id },
        { action: "user.link_made", target: { kind: "user", id: user.id, name: user.name } },
      );
    }
    return makeSignInLink(tx, user.id);
  });
}
